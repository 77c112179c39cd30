import type { FileDiff, FileTouch } from '@belfry/core';
import { toFilePath } from '../file-path.ts';
import { name, type RawObject } from '../raw-fields.ts';

/** Tools whose input names the one file they read. */
const readers: Readonly<Record<string, string>> = { read_file: 'file_path', view_image: 'path' };

/** The files a call is about to touch: those of its patch, or the one it reads. Other commands are not guessed at. */
export function callTouches(
  tool: string,
  input: RawObject | string,
  patch: readonly FileDiff[] | undefined,
  cwd: string | undefined,
): FileTouch[] {
  if (patch !== undefined) return diffTouches(patch, workdirOf(input, cwd));
  const field = Object.hasOwn(readers, tool) ? readers[tool] : undefined;
  if (field === undefined || typeof input === 'string') return [];
  const path = toFilePath(name(input, field) ?? '', cwd);
  return path === undefined ? [] : [{ path, access: 'read' }];
}

/** What diffs do to files. A rename stands at both of its paths, the lines at the new one. */
export function diffTouches(diffs: readonly FileDiff[], cwd: string | undefined): FileTouch[] {
  return diffs.flatMap(({ path: told, newPath: toldNew, change, added, removed }): FileTouch[] => {
    const path = toFilePath(told, cwd);
    if (path === undefined) return [];
    const newPath = toldNew === undefined ? undefined : toFilePath(toldNew, cwd);
    if (newPath === undefined) return [{ path, access: 'write', change, added, removed }];
    return [
      { path, access: 'write', change, otherPath: newPath },
      { path: newPath, access: 'write', change, otherPath: path, added, removed },
    ];
  });
}

/** Where a patch is applied: a shell call may name another directory, or change to one first. */
function workdirOf(input: RawObject | string, cwd: string | undefined): string | undefined {
  if (typeof input === 'string') return cwd;
  const workdir = name(input, 'workdir');
  const base = workdir === undefined ? cwd : toFilePath(workdir, cwd);
  const command = input.command ?? input.cmd;
  const words: unknown[] = Array.isArray(command) ? command : [command];
  const script = words.find((word) => typeof word === 'string' && /^\s*cd\s/.test(word)) as string | undefined;
  if (script === undefined) return base;
  const [, quoted, bare] = /^\s*cd\s+(?:'([^'\n]+)'|([\w@%+=:,./-]+))\s*&&/.exec(script) ?? [];
  const directory = quoted ?? bare;
  // A directory that only the shell could tell (a variable, a glob) leaves the paths relative.
  return directory === undefined ? undefined : toFilePath(directory, base);
}
