import { describe, expect, it } from 'vitest';
import { anEvent, anItem, aRecord, ofType, readRollout, somePath } from './test-rollouts.ts';

const cwd = '/home/ada/tower';
const begin = aRecord('session_meta', { id: '019fbcc4-2900-7000-8000-0000000000ff', cwd });
const patch = (...lines: string[]) => ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');
const call = (name: string, input: unknown) =>
  anItem('function_call', { name, arguments: JSON.stringify(input), call_id: 'c' });
const touchesOf = (record: object) => ofType(readRollout(somePath, [begin, record]).facts, 'tool-call')[0]?.files;

describe('the files of a call', () => {
  it('are those of its patch, with what is done to each', () => {
    const input = patch(
      '*** Update File: src/bell.ts',
      '@@',
      '-one',
      '+two',
      '+three',
      '*** Add File: /abs/new.ts',
      '+x',
      '*** Delete File: old.ts',
    );
    expect(touchesOf(anItem('custom_tool_call', { name: 'apply_patch', input, call_id: 'c' }))).toEqual([
      { path: '/home/ada/tower/src/bell.ts', access: 'write', change: 'update', added: 2, removed: 1 },
      { path: '/abs/new.ts', access: 'write', change: 'create', added: 1, removed: 0 },
      { path: '/home/ada/tower/old.ts', access: 'write', change: 'delete', added: 0, removed: 0 },
    ]);
  });

  it('stand at both names when one is moved', () => {
    const input = patch('*** Update File: a.ts', '*** Move to: b.ts', '@@', '-one', '+two');
    expect(touchesOf(call('apply_patch', { input }))).toEqual([
      { path: `${cwd}/a.ts`, access: 'write', change: 'rename', otherPath: `${cwd}/b.ts` },
      { path: `${cwd}/b.ts`, access: 'write', change: 'rename', otherPath: `${cwd}/a.ts`, added: 1, removed: 1 },
    ]);
  });

  it.each([
    [
      'the directory it names',
      { cmd: `apply_patch <<'EOF'\n${patch('*** Delete File: a.ts')}\nEOF`, workdir: 'sub' },
      `${cwd}/sub/a.ts`,
    ],
    [
      'the directory it changes to',
      { cmd: `cd /x && apply_patch <<'EOF'\n${patch('*** Delete File: a.ts')}\nEOF` },
      '/x/a.ts',
    ],
    [
      'none, when only the shell knows',
      { cmd: `cd $HOME && apply_patch <<'EOF'\n${patch('*** Delete File: a.ts')}\nEOF` },
      'a.ts',
    ],
  ])('of a shell command lie below %s', (_, input, path) => {
    expect(touchesOf(call('exec_command', input))).toMatchObject([{ path, change: 'delete' }]);
  });

  it('are what it reads, and nothing for other commands', () => {
    expect(touchesOf(call('read_file', { file_path: 'a.ts' }))).toEqual([{ path: `${cwd}/a.ts`, access: 'read' }]);
    expect(touchesOf(call('exec_command', { cmd: 'cat a.ts > b.ts' }))).toBeUndefined();
    expect(touchesOf(call('constructor', { path: 'a.ts' }))).toBeUndefined();
  });

  it('are told again by the event that it was applied', () => {
    const changes = { 'a.ts': { type: 'update', unified_diff: '@@ -1 +1 @@\n-one\n+two\n', move_path: null } };
    const records = [begin, anEvent('patch_apply_end', { call_id: 'c', success: true, changes })];
    expect(ofType(readRollout(somePath, records).facts, 'tool-result')).toMatchObject([
      { files: [{ path: `${cwd}/a.ts`, access: 'write', change: 'update', added: 1, removed: 1 }] },
    ]);
  });
});
