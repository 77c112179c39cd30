import type { DiffHunk, FileDiff } from '@belfry/core';
import { count, isObject, list, name, type RawObject, text } from '../raw-fields.ts';

/** Lines a tool's answer says were added and removed; `undefined` when it changed no file. */
export interface LineCounts {
  added: number;
  removed: number;
}

/** Counts without building the diff. */
export function countLines(result: RawObject): LineCounts | undefined {
  if (pathOf(result) === undefined) return undefined;
  const patch = list(result, 'structuredPatch');
  if (patch.length > 0) {
    const counts = { added: 0, removed: 0 };
    for (const hunk of patch) {
      if (!isObject(hunk)) continue;
      for (const line of list(hunk, 'lines')) {
        if (typeof line !== 'string') continue;
        if (line.startsWith('+')) counts.added++;
        else if (line.startsWith('-')) counts.removed++;
      }
    }
    return counts;
  }
  const sides = changedSides(result);
  if (sides.length === 0) return undefined;
  return sides.reduce<LineCounts>(
    (sum, [before, after]) => ({ added: sum.added + linesIn(after), removed: sum.removed + linesIn(before) }),
    { added: 0, removed: 0 },
  );
}

/** Which file a tool's answer says was changed, and how; `undefined` when it changed none. */
export function changedFile(result: RawObject): Pick<FileDiff, 'path' | 'change'> | undefined {
  const path = pathOf(result);
  return path === undefined ? undefined : { path, change: isCreation(result) ? 'create' : 'update' };
}

/** The change a tool's answer describes; from its patch, else from the texts it replaced or wrote. */
export function toDiffs(result: RawObject): FileDiff[] {
  const counts = countLines(result);
  const changed = changedFile(result);
  if (counts === undefined || changed === undefined) return [];
  const patch = list(result, 'structuredPatch').flatMap((hunk) => (isObject(hunk) ? [toHunk(hunk)] : []));
  const hunks = patch.length > 0 ? patch : changedSides(result).map(([before, after]) => toWholeHunk(before, after));
  return [{ ...changed, hunks, ...counts }];
}

function pathOf(result: RawObject): string | undefined {
  return name(result, 'filePath') ?? name(result, 'notebook_path');
}

function isCreation(result: RawObject): boolean {
  return result.type === 'create' || (text(result, 'oldString') === '' && name(result, 'originalFile') === undefined);
}

/** Texts before and after, for answers without a patch. */
function changedSides(result: RawObject): (readonly [before: string, after: string])[] {
  const edits = list(result, 'edits').filter(isObject);
  if (edits.length > 0) return edits.map((edit) => [text(edit, 'old_string') ?? '', text(edit, 'new_string') ?? '']);
  const before = text(result, 'oldString');
  const after = text(result, 'newString');
  if (before !== undefined || after !== undefined) return [[before ?? '', after ?? '']];
  const written = result.type === 'create' ? text(result, 'content') : text(result, 'new_source');
  return written === undefined ? [] : [['', written]];
}

function toHunk(hunk: RawObject): DiffHunk {
  return {
    oldStart: count(hunk, 'oldStart') ?? 0,
    oldLines: count(hunk, 'oldLines') ?? 0,
    newStart: count(hunk, 'newStart') ?? 0,
    newLines: count(hunk, 'newLines') ?? 0,
    lines: list(hunk, 'lines').filter((line) => typeof line === 'string'),
  };
}

function toWholeHunk(before: string, after: string): DiffHunk {
  const old = toLines(before);
  const now = toLines(after);
  return {
    oldStart: old.length > 0 ? 1 : 0,
    oldLines: old.length,
    newStart: now.length > 0 ? 1 : 0,
    newLines: now.length,
    lines: [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)],
  };
}

function toLines(value: string): string[] {
  if (value === '') return [];
  return (value.endsWith('\n') ? value.slice(0, -1) : value).split('\n');
}

/** Lines in a text; a final line end opens no further line. */
export function linesIn(value: string): number {
  if (value === '') return 0;
  let lines = value.endsWith('\n') ? 0 : 1;
  for (let at = value.indexOf('\n'); at >= 0; at = value.indexOf('\n', at + 1)) lines++;
  return lines;
}
