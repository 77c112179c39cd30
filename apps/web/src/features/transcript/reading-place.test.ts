import { expect, test } from 'vitest';
import { aMessage, aReply } from '../../testing/a-message.ts';
import { nextPrompt, promptAt, promptBeside } from './reading-place.ts';
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

test('a prompt outside of the window is found by its time, and one that was taken back is not', () => {
  const at = (minute: number) => `2026-11-21T10:0${minute}:00.000Z`;
  const prompts = [
    aMessage('p1', { at: at(1) }),
    aMessage('p2', { at: at(2), abandoned: true }),
    aMessage('p3', { at: at(3) }),
    aMessage('p5', { at: at(5) }),
  ];
  const reply = aMessage('r', { at: at(4) });
  expect([promptBeside(prompts, reply, -1)?.key, promptBeside(prompts, reply, 1)?.key]).toEqual(['p3', 'p5']);
  expect(promptBeside(prompts, prompts[2], -1)?.key).toBe('p1');
  expect(promptBeside(prompts, prompts[3], 1)).toBeUndefined();
  expect(promptBeside(prompts, aMessage('x'), 1)).toBeUndefined();
});
