import { aMessageHead, aToolCallHead } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { toMessageEntry, toToolEntry } from '../../live/feed-entry.ts';
import { feedFilters, passesFeed } from './feed-filter.ts';

const entries = {
  prompt: toMessageEntry('s', aMessageHead({ variant: 'prompt' })),
  reply: toMessageEntry('s', aMessageHead()),
  error: toMessageEntry('s', aMessageHead({ variant: 'error' })),
  edit: toToolEntry('s', aToolCallHead({ kind: 'edit' })),
  failed: toToolEntry('s', aToolCallHead({ status: 'error' })),
};

test('what comes live passes as what is read does', () => {
  const passing = feedFilters.map(({ value }) =>
    Object.entries(entries).flatMap(([name, entry]) => (entry && passesFeed(value, entry) ? [name] : [])),
  );
  expect(passing).toEqual([['prompt', 'reply', 'error', 'edit', 'failed'], ['prompt'], ['edit'], ['error', 'failed']]);
});
