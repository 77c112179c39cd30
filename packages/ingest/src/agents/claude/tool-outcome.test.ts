import { describe, expect, it } from 'vitest';
import { exitCodeOf, toOutcome } from './tool-outcome.ts';

describe('outcome of an error', () => {
  it.each([
    ['Exit code 127\nnot found', 'exit 127'],
    ['Error: Exit code 1', 'exit 1'],
    ["The user doesn't want to proceed with this tool use.", 'rejected'],
    ['[Request interrupted by user for tool use]', 'interrupted'],
    ['<tool_use_error>File does not exist.\nReally.</tool_use_error>', 'File does not exist.'],
    ['', 'error'],
  ])('%j → %s', (output, outcome) => {
    expect(toOutcome(output, true, undefined, {})).toBe(outcome);
  });

  it('is a rejection when the record says so', () => {
    expect(toOutcome('No.', true, undefined, { toolDenialKind: 'user-rejected' })).toBe('rejected');
  });
});

describe('outcome of a success', () => {
  it.each([
    [{ stdout: 'a\nb\n', stderr: '' }, '2 lines'],
    [{ stdout: 'ok\n', stderr: '' }, 'ok'],
    [{ stdout: '', stderr: '' }, 'no output'],
    [{ stdout: 'a', stderr: 'b' }, '2 lines'],
    [{ stdout: '', interrupted: true }, 'interrupted'],
    [{ stdout: '', backgroundTaskId: 'b1' }, 'in background'],
    [{ stdout: '', returnCodeInterpretation: 'No matches found' }, 'No matches found'],
    [{ type: 'text', file: { numLines: 212 } }, '212 lines'],
    [{ type: 'file_unchanged', file: {} }, 'unchanged'],
    [{ type: 'image', file: { base64: '' } }, 'image'],
    [{ mode: 'content', numFiles: 0, numLines: 1 }, '1 line'],
    [{ mode: 'files_with_matches', numFiles: 3 }, '3 files'],
    [{ filePath: '/a', structuredPatch: [{ lines: [' a', '-b', '+c', '+d'] }] }, '+2 −1'],
    [{ agentId: 'a1', status: 'completed', totalToolUseCount: 1, totalDurationMs: 3400 }, '1 tool call, 3 s'],
    [{ agentId: 'a1', status: 'async_launched' }, 'in background'],
    [{ results: [{}, {}, 'text'] }, '2 results'],
  ])('%j → %s', (details, outcome) => {
    expect(toOutcome('ignored', false, details, {})).toBe(outcome);
  });

  it('is the text itself when that is one short line', () => {
    expect(toOutcome('done', false, undefined, {})).toBe('done');
    expect(toOutcome('a\nb', false, undefined, {})).toBe('2 lines');
    expect(toOutcome('', false, {}, {})).toBe('');
  });
});

it('reads an exit code only where the agent writes one', () => {
  expect(exitCodeOf('Exit code 3\n')).toBe(3);
  expect(exitCodeOf('the script said: Exit code 3')).toBeUndefined();
  expect(exitCodeOf(`Exit code ${'9'.repeat(40)}`)).toBeUndefined();
});
