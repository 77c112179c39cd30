import { posix, win32 } from 'node:path';

/** Longer than any file system takes: a text that landed in the wrong field. */
const longestPath = 4_096;

/**
 * A path as one name for the file, whatever machine it was written on: relative ones below `cwd` when that is
 * known, without `.` and `..`. `undefined` for what is no path.
 */
export function toFilePath(path: string, cwd: string | undefined): string | undefined {
  if (path === '' || path.length > longestPath || path.includes('\n')) return undefined;
  const flavour = flavourOf(path) ?? (cwd === undefined ? undefined : flavourOf(cwd));
  if (flavour === undefined) return path;
  if (flavourOf(path) !== undefined) return flavour.normalize(path);
  return flavour.join(cwd ?? '', path);
}

/** How an absolute path is written; `undefined` for a relative one. */
function flavourOf(path: string): typeof posix | typeof win32 | undefined {
  if (path.startsWith('/')) return posix;
  return /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path) ? win32 : undefined;
}
