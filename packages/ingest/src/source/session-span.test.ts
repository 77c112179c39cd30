import { aFact } from '@belfry/core/testing';
import { expect, it } from 'vitest';
import { createSessionSpans } from './session-span.ts';

it('widens a session by its records, and others by what a record says of them', () => {
  const spans = createSessionSpans();
  spans.add({ session: 'a', at: 20, facts: [aFact('message', { session: 'b', at: 5 })] });
  spans.add({
    session: 'a',
    at: 10,
    facts: [aFact('link', { session: 'c' }), aFact('message', { session: 'a', at: 1 })],
  });
  expect(spans.bounds()).toEqual([
    { session: 'a', firstAt: 10, lastAt: 20 },
    { session: 'b', firstAt: 5, lastAt: 5 },
  ]);
});
