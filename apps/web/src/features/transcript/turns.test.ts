import { expect, test } from 'vitest';
import { aCallMessage, aMessage, aReply } from '../../testing/a-message.ts';
import { toTurns } from './turns.ts';

const prompt = (key: string, at: string, rest = {}) =>
  aMessage(key, { role: 'user', variant: 'prompt', preview: key, at, ...rest });
const p0 = prompt('p0', '2026-11-21T09:00:00.000Z');
const p1 = prompt('p1', '2026-11-21T10:00:00.000Z');
const p2 = prompt('p2', '2026-11-21T10:05:00.000Z');
const window = [
  aReply('before', 'x'),
  p1,
  aCallMessage('a'),
  aCallMessage('b', { status: 'error', finishedAt: '2026-11-21T10:01:12.000Z' }),
  aMessage('c', { variant: 'compaction' }),
  aReply('d', 'x'),
  p2,
  aCallMessage('e'),
];

test('every prompt is a chapter, and a turn that has been read says what was done', () => {
  const turns = toTurns([p0, p1, p2], window, true);
  expect(turns).toMatchObject([
    { key: 'p0', work: undefined },
    { key: 'p1', work: { calls: 2, failures: 1, spentMs: 72_000 } },
    { key: 'p2', work: { calls: 1, failures: 0 } },
  ]);
  expect(turns[1]?.work?.marks.map((mark) => `${mark.kind} ${mark.weight}`)).toEqual([
    'work 2',
    'failure 0',
    'cut 0',
    'work 1',
  ]);
});

test('a turn whose end has not been read claims nothing', () => {
  expect(toTurns([p0, p1, p2], window, false)[2]?.work).toBeUndefined();
});

test('a prompt that was taken back heads no chapter', () => {
  expect(toTurns([prompt('p1', '2026-11-21T10:00:00.000Z', { abandoned: true })], [], true)).toEqual([]);
});
