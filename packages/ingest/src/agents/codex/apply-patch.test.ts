import { describe, expect, it } from 'vitest';
import { parsePatch, patchOf } from './apply-patch.ts';
import { readChanges } from './file-changes.ts';

const patch = [
  '*** Begin Patch',
  '*** Update File: src/a.ts',
  '*** Move to: src/b.ts',
  '@@ class Bell',
  ' ring() {',
  '-  return 1;',
  '+  return 2;',
  '',
  '@@',
  '+// end',
  '*** End of File',
  '*** Delete File: old.txt',
  '*** Add File: new.txt',
  '+one',
  '+',
  '*** End Patch',
].join('\n');

describe('a patch', () => {
  it('gives each file with its hunks and counts', () => {
    expect(parsePatch(patch)).toEqual([
      {
        path: 'src/a.ts',
        newPath: 'src/b.ts',
        change: 'rename',
        added: 2,
        removed: 1,
        hunks: [
          {
            oldStart: 0,
            oldLines: 3,
            newStart: 0,
            newLines: 3,
            lines: [' ring() {', '-  return 1;', '+  return 2;', ' '],
          },
          { oldStart: 0, oldLines: 0, newStart: 0, newLines: 1, lines: ['+// end'] },
        ],
      },
      { path: 'old.txt', change: 'delete', added: 0, removed: 0, hunks: [] },
      {
        path: 'new.txt',
        change: 'create',
        added: 2,
        removed: 0,
        hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 2, lines: ['+one', '+'] }],
      },
    ]);
  });

  it('is found in a tool of its own, in JSON arguments and in a shell command', () => {
    const files = (name: string, input: string | Record<string, unknown>) =>
      patchOf(name, input)?.map((file) => file.path);
    const all = ['src/a.ts', 'old.txt', 'new.txt'];
    expect(files('apply_patch', patch)).toEqual(all);
    expect(files('apply_patch', { input: patch })).toEqual(all);
    expect(files('shell', { command: ['apply_patch', patch] })).toEqual(all);
    expect(files('shell', { command: ['bash', '-lc', `apply_patch <<'EOF'\n${patch}\nEOF\n`] })).toEqual(all);
    expect(files('exec_command', { cmd: `cd src && apply_patch <<'EOF'\n${patch}\nEOF` })).toEqual(all);
    expect(files('shell', { command: ['bash', '-lc', `cat <<'EOF'\n${patch}\nEOF`] })).toBeUndefined();
    expect(files('apply_patch', 'not a patch')).toBeUndefined();
    expect(files('exec_command', { cmd: 'ls' })).toBeUndefined();
  });
});

describe('changes an event tells', () => {
  it('are diffs in both spellings', () => {
    const unified =
      '--- a\n+++ b\n@@ -3,2 +3,3 @@ ring\n a\n-b\n+c\n+d\n\\ No newline at end of file\n@@ -9 +10 @@\n-e\n+f\n';
    const update = { unified_diff: unified, move_path: null };
    const expected = {
      path: '/x',
      change: 'update',
      added: 3,
      removed: 2,
      hunks: [
        { oldStart: 3, oldLines: 2, newStart: 3, newLines: 3, lines: [' a', '-b', '+c', '+d'] },
        { oldStart: 9, oldLines: 1, newStart: 10, newLines: 1, lines: ['-e', '+f'] },
      ],
    };
    expect(readChanges({ '/x': { type: 'update', ...update } })).toEqual([expected]);
    expect(readChanges({ '/x': { update } })).toEqual([expected]);
  });

  it('show whole files that came, went or moved', () => {
    const [added, removed, moved] = readChanges({
      a: { type: 'add', content: 'one\ntwo\n' },
      b: { type: 'delete', content: 'three' },
      c: { type: 'update', unified_diff: '', move_path: 'd' },
    });
    expect(added).toMatchObject({ change: 'create', added: 2, removed: 0 });
    expect(removed).toMatchObject({ change: 'delete', added: 0, removed: 1, hunks: [{ lines: ['-three'] }] });
    expect(moved).toMatchObject({ change: 'rename', newPath: 'd', hunks: [] });
  });

  it('of a shape nobody knows are none', () => {
    expect(readChanges(undefined)).toEqual([]);
    expect(readChanges({ a: 'changed', b: { type: 'chmod' }, c: {} })).toEqual([]);
  });
});
