import type { ToolCallView } from '@belfry/core';
import { expect, test } from 'vitest';
import { aCallMessage } from '../../testing/a-message.ts';
import { inputText, outputOf, sayLooks, spentOn, toVerdict } from './tool-words.ts';

const at = '2026-11-21T10:00:00.000Z';
const now = Date.parse(at) + 41_000;
const call = (rest: Partial<ToolCallView>) => aCallMessage('m', { at, ...rest }).calls[0] as ToolCallView;
const result = { type: 'tool-result', callId: 'c', isError: false, text: '' } as const;

test('a call without a result says so, and for how long', () => {
  expect(toVerdict(call({ status: 'pending' }), now)).toEqual({ text: 'no result yet, 41s', tone: 'plain' });
  expect(toVerdict(call({ status: 'pending' }), now + 86_400_000)).toEqual({ text: 'no result', tone: 'plain' });
});

test('an exit code speaks before the outcome, and its tone follows it', () => {
  expect(toVerdict(call({ results: [{ ...result, exitCode: 0 }] }), now)).toEqual({ text: 'exit 0', tone: 'ok' });
  expect(toVerdict(call({ status: 'error', results: [{ ...result, exitCode: 2 }] }), now)).toEqual({
    text: 'exit 2',
    tone: 'failed',
  });
  expect(toVerdict(call({ status: 'error' }), now)).toEqual({ text: 'failed', tone: 'failed' });
  expect(toVerdict(call({ outcome: '212 lines' }), now)).toEqual({ text: '212 lines', tone: 'plain' });
});

test('time spent is said where it can be known', () => {
  expect(spentOn(call({ finishedAt: '2026-11-21T10:00:02.100Z' }))).toBe('2.1s');
  expect(spentOn(call({}))).toBe('');
});

test('looks are counted by what they were', () => {
  expect(sayLooks([{ kind: 'read' }, { kind: 'search' }, { kind: 'read' }, { kind: 'search' }])).toBe(
    'Read 2 files, searched twice',
  );
  expect(sayLooks([{ kind: 'search' }])).toBe('Searched once');
});

test('output joins all results and drops the last line end only', () => {
  expect(
    outputOf(
      call({
        results: [
          { ...result, text: 'a\n\n' },
          { ...result, text: 'b', stderr: 'oh\n' },
        ],
      }),
    ),
  ).toBe('a\n\n\nb\noh');
});

test("a command is shown as it was typed, in each agent's shape", () => {
  expect(inputText({ command: 'ls -l', description: 'list' })).toBe('ls -l');
  expect(inputText({ command: ['bash', '-lc', 'ls -l'] })).toBe('ls -l');
  expect(inputText({ cmd: 'ls -l', yield_time_ms: 1 })).toBe('ls -l');
  expect(inputText({ path: 'a' })).toBe('{\n  "path": "a"\n}');
  expect(inputText(undefined)).toBe('');
});
