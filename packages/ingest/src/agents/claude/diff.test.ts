import { describe, expect, it } from 'vitest';
import { countLines, linesIn, toDiffs } from './diff.ts';

describe('toDiffs', () => {
  it('takes the hunks of the patch', () => {
    const hunk = { oldStart: 4, oldLines: 2, newStart: 4, newLines: 2, lines: [' a', '-b', '+c'] };
    expect(toDiffs({ filePath: '/a', structuredPatch: [hunk], oldString: 'b', newString: 'c' })).toEqual([
      { path: '/a', change: 'update', hunks: [hunk], added: 1, removed: 1 },
    ]);
  });

  it('makes a hunk of the replaced text when there is no patch', () => {
    expect(toDiffs({ filePath: '/a', oldString: 'x\ny\n', newString: 'z' })).toEqual([
      {
        path: '/a',
        change: 'update',
        hunks: [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 1, lines: ['-x', '-y', '+z'] }],
        added: 1,
        removed: 2,
      },
    ]);
  });

  it('shows a created file as added', () => {
    expect(toDiffs({ type: 'create', filePath: '/a', content: 'x\ny\n', structuredPatch: [] })[0]).toMatchObject({
      change: 'create',
      added: 2,
      removed: 0,
    });
  });

  it('makes one hunk for each of several edits', () => {
    const edits = [
      { old_string: 'a', new_string: 'b' },
      { old_string: 'c', new_string: '' },
    ];
    expect(toDiffs({ filePath: '/a', edits })[0]).toMatchObject({ added: 1, removed: 2, hunks: [{}, {}] });
  });

  it('finds no change in answers that made none', () => {
    expect(toDiffs({ filePath: '/plan.md', plan: 'text' })).toEqual([]);
    expect(toDiffs({ stdout: 'x' })).toEqual([]);
    expect(countLines({ filePath: '/a', structuredPatch: [null, { lines: [1, null] }] })).toEqual({
      added: 0,
      removed: 0,
    });
  });
});

it.each([
  ['', 0],
  ['a', 1],
  ['a\n', 1],
  ['a\nb', 2],
  ['\n\n', 2],
])('%j has %i lines', (text, lines) => {
  expect(linesIn(text)).toBe(lines);
});
