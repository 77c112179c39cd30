import type { FileDiff, FileText, FileTouch, TouchedFile } from '@belfry/core';

/** Longest text of a file in an answer, UTF-16 units. */
const longestText = 512 * 1024;

/**
 * The files of a call: those its rows name, and those only a diff or a whole text tells of, which is all there is
 * while an older archive waits to be read again.
 */
export function toTouchedFiles(
  touches: readonly FileTouch[],
  diffs: readonly FileDiff[],
  texts: readonly FileText[],
): TouchedFile[] {
  const files = new Map<string, TouchedFile>();
  const fileOf = (path: string): TouchedFile => {
    // A diff may name a file as the agent did, its row in full.
    const name = [...files.keys()].find((known) => isSameFile(known, path)) ?? path;
    const known = files.get(name) ?? { path, access: 'write', cut: false };
    files.set(name, known);
    return known;
  };
  for (const touch of touches) files.set(touch.path, { ...files.get(touch.path), ...touch, cut: false });
  for (const diff of diffs) {
    const file = fileOf(diff.newPath ?? diff.path);
    file.diff = diff;
    file.change ??= diff.change;
    file.added ??= diff.added;
    file.removed ??= diff.removed;
  }
  for (const { path, before, after } of texts) {
    const file = fileOf(path);
    for (const [side, text] of [
      ['before', before],
      ['after', after],
    ] as const) {
      if (text === undefined) continue;
      file[side] = text.slice(0, longestText);
      file.cut ||= text.length > longestText;
    }
  }
  return [...files.values()];
}

function isSameFile(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}
