import { expect, it } from 'vitest';
import { codexFileTexts } from './file-texts.ts';
import { anEvent } from './test-rollouts.ts';

const changes = {
  'new.ts': { type: 'add', content: 'a\n' },
  'old.ts': { delete: { content: 'b\n' } },
  'changed.ts': { type: 'update', unified_diff: '@@ -1 +1 @@\n-a\n+b\n' },
  'odd.ts': 7,
};
const expected = [
  { path: 'new.ts', after: 'a\n' },
  { path: 'old.ts', before: 'b\n' },
];

it.each([
  ['an event', anEvent('patch_apply_end', { call_id: 'c', changes })],
  ['an item', anEvent('item_completed', { item: { type: 'FileChange', id: 'c', changes } })],
])('whole files are told by %s', (_, record) => {
  expect(codexFileTexts(record as Record<string, unknown>)).toEqual(expected);
});

it('other records tell none', () => {
  expect(codexFileTexts(anEvent('agent_message', { message: 'hi' }) as Record<string, unknown>)).toEqual([]);
  expect(codexFileTexts({ type: 'nothing' })).toEqual([]);
});
