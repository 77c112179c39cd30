import { expect, test } from 'vitest';
import { aMessage, aReply } from '../../testing/a-message.ts';
import { nextPrompt, promptAt } from './reading-place.ts';
import { toRows } from './rows.ts';

const prompt = (key: string) =>
  aMessage(key, { role: 'user', variant: 'prompt', blocks: [{ type: 'text', text: key }] });
const rows = toRows([aReply('a', '1'), prompt('b'), aReply('c', '2'), prompt('d'), aReply('e', '3')], () => false);

test('a row belongs to the turn of the prompt before it', () => {
  expect([0, 1, 2, 4, 99].map((index) => promptAt(rows, index)?.message.key)).toEqual([undefined, 'b', 'b', 'd', 'd']);
});

test('prompts are found in both directions, and not beyond the window', () => {
  expect([nextPrompt(rows, 0, 1), nextPrompt(rows, 1, 1), nextPrompt(rows, 3, 1), nextPrompt(rows, 3, -1)]).toEqual([
    1, 3, -1, 1,
  ]);
});
