import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { brokenVariants, typesOf } from '../test/schema-variants.ts';
import { BelfryEvent, topics } from './events.ts';
import { anEvent, sampleEvents } from './testing/events.ts';

describe('events', () => {
  it('have a builder for every kind of the union', () => {
    expect(sampleEvents.map(({ type }) => type).sort()).toEqual(typesOf(BelfryEvent).sort());
  });

  it.each(sampleEvents.map((event) => [event.type, event] as const))('%s survives JSON and its schema', (_, event) => {
    expect(Check(BelfryEvent, event)).toBe(true);
    expect(JSON.parse(JSON.stringify(event))).toStrictEqual(event);
  });

  it.each(sampleEvents.map((event) => [event.type, event] as const))(
    '%s is refused in any other shape',
    (type, event) => {
      for (const [name, variant] of brokenVariants(BelfryEvent, event)) {
        expect(Check(BelfryEvent, variant), `${type}: ${name}`).toBe(false);
      }
    },
  );

  it('are named noun.past', () => {
    for (const type of typesOf(BelfryEvent)) expect(type).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+ed$|\.found$/);
  });

  it('belong to exactly one topic each', () => {
    expect(Object.values(topics).flat().sort()).toEqual(typesOf(BelfryEvent).sort());
  });

  it('about a session name it', () => {
    for (const event of sampleEvents) {
      if ('session' in event) expect(event.sessionId).toBe(event.session.id);
    }
    expect(anEvent('message.added', { sessionId: 'codex:7' }).sessionId).toBe('codex:7');
  });
});
