import { expect, test } from 'vitest';
import { aCallMessage, aMessage, aReply } from '../../testing/a-message.ts';
import { toTurns } from './turns.ts';

const prompt = (key: string, at: string, rest = {}) =>
  aMessage(key, { role: 'user', variant: 'prompt', preview: key, at, ...rest });

test('a turn holds what followed its prompt', () => {
  const turns = toTurns([
    aReply('before', 'x'),
    prompt('p1', '2026-11-21T10:00:00.000Z'),
    aCallMessage('a'),
    aCallMessage('b', { status: 'error', finishedAt: '2026-11-21T10:01:12.000Z' }),
    aMessage('c', { variant: 'compaction' }),
    aReply('d', 'x'),
    prompt('p2', '2026-11-21T10:05:00.000Z'),
  ]);
  expect(turns).toMatchObject([
    { key: 'p1', calls: 2, failures: 1, spentMs: 72_000 },
    { key: 'p2', calls: 0, failures: 0, spentMs: 0, marks: [] },
  ]);
  expect(turns[0]?.marks.map((mark) => `${mark.kind} ${mark.weight}`)).toEqual([
    'work 2',
    'failure 0',
    'cut 0',
    'work 1',
  ]);
});

test('a prompt that was taken back heads no turn', () => {
  const turns = toTurns([prompt('p1', '2026-11-21T10:00:00.000Z', { abandoned: true })]);
  expect(turns).toEqual([]);
});
