import { describe, expect, it } from 'vitest';
import { aCall, aReply, aResult, factsOf, read } from './test-records.ts';

const touchesOf = (tool: string, input: Record<string, unknown>) =>
  factsOf(read([aReply('1', aCall('t1', tool, input))]), 'tool-call')[0]?.files;
const resultOf = (toolUseResult: unknown, block: Record<string, unknown> = {}) =>
  factsOf(read([aReply('1', aCall('t1', 'Edit', {})), aResult('t1', 'ok', { toolUseResult }, block)]), 'tool-result')[0]
    ?.files;

describe('the files of a call', () => {
  it.each([
    ['Read', { file_path: '/x/a.ts' }, [{ path: '/x/a.ts', access: 'read' }]],
    ['Edit', { file_path: '/x/a.ts', old_string: 'a' }, [{ path: '/x/a.ts', access: 'write' }]],
    ['MultiEdit', { file_path: 'src/a.ts' }, [{ path: '/home/ada/src/a.ts', access: 'write' }]],
    ['NotebookEdit', { notebook_path: '/x/a.ipynb' }, [{ path: '/x/a.ipynb', access: 'write' }]],
  ])('are named by its input: %s', (tool, input, expected) => {
    expect(touchesOf(tool, input)).toEqual(expected);
  });

  it.each([
    ['a shell command', 'Bash', { command: 'sed -i s/a/b/ /x/a.ts' }],
    ['a search', 'Grep', { path: '/x' }],
    ['an edit without a path', 'Edit', {}],
    ['a path that is a text', 'Edit', { file_path: 'two\nlines' }],
    ['a tool named like a method', 'constructor', { file_path: '/x' }],
  ])('are not guessed at: %s', (_, tool, input) => {
    expect(touchesOf(tool, input)).toBeUndefined();
  });

  it('are told by the answer with what was done', () => {
    const structuredPatch = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 2, lines: ['-a', '+b', '+c'] }];
    expect(resultOf({ filePath: '/x/a.ts', structuredPatch, originalFile: 'a' })).toEqual([
      { path: '/x/a.ts', access: 'write', change: 'update', added: 2, removed: 1 },
    ]);
    expect(resultOf({ type: 'create', filePath: '/x/b.ts', content: 'a\nb\n' })).toEqual([
      { path: '/x/b.ts', access: 'write', change: 'create', added: 2, removed: 0 },
    ]);
    expect(resultOf({ stdout: 'ok' })).toBeUndefined();
    expect(resultOf({ filePath: '/x/a.ts', structuredPatch }, { is_error: true })).toBeUndefined();
  });
});
