import type { DiffHunk, FileDiff, FileText } from '@belfry/core';
import { isObject, name, type RawObject, text } from '../raw-fields.ts';

/** Diffs of a `changes` map from path to what happened to the file, in either of its two spellings. */
export function readChanges(changes: unknown): FileDiff[] {
  if (!isObject(changes)) return [];
  const diffs: FileDiff[] = [];
  for (const [path, change] of Object.entries(changes)) {
    if (!isObject(change)) continue;
    const [kind, body] = kindOf(change);
    const diff = toDiff(path, kind, body);
    if (diff !== undefined) diffs.push(diff);
  }
  return diffs;
}

/** Whole texts of files that were made or deleted; of an update only the changed lines are kept. */
export function readWholeTexts(changes: unknown): FileText[] {
  if (!isObject(changes)) return [];
  return Object.entries(changes).flatMap(([path, change]): FileText[] => {
    const [kind, body] = isObject(change) ? kindOf(change) : [];
    const content = text(body, 'content');
    if (content === undefined) return [];
    if (kind === 'add') return [{ path, after: content }];
    return kind === 'delete' ? [{ path, before: content }] : [];
  });
}

function kindOf(change: RawObject): [string | undefined, RawObject] {
  const type = name(change, 'type');
  if (type !== undefined) return [type, change];
  const [only] = Object.entries(change);
  return only !== undefined && isObject(only[1]) ? [only[0], only[1]] : [undefined, change];
}

function toDiff(path: string, kind: string | undefined, body: RawObject): FileDiff | undefined {
  if (kind === 'add') return whole(path, 'create', text(body, 'content') ?? '');
  if (kind === 'delete') return whole(path, 'delete', text(body, 'content') ?? '');
  if (kind !== 'update') return undefined;
  const newPath = name(body, 'move_path');
  const hunks = readUnifiedDiff(text(body, 'unified_diff') ?? '');
  return {
    path,
    change: newPath === undefined ? 'update' : 'rename',
    ...(newPath !== undefined && { newPath }),
    hunks,
    added: countLines(hunks, '+'),
    removed: countLines(hunks, '-'),
  };
}

function whole(path: string, change: 'create' | 'delete', content: string): FileDiff {
  const lines = content === '' ? [] : content.replace(/\n$/, '').split('\n');
  const isNew = change === 'create';
  const hunk: DiffHunk = {
    oldStart: isNew ? 0 : 1,
    oldLines: isNew ? 0 : lines.length,
    newStart: isNew ? 1 : 0,
    newLines: isNew ? lines.length : 0,
    lines: lines.map((line) => `${isNew ? '+' : '-'}${line}`),
  };
  return {
    path,
    change,
    hunks: lines.length === 0 ? [] : [hunk],
    added: hunk.newLines,
    removed: hunk.oldLines,
  };
}

/** Hunks of a unified diff; file headers and the no-newline mark are left out. */
function readUnifiedDiff(diff: string): DiffHunk[] {
  const hunks: DiffHunk[] = [];
  let hunk: DiffHunk | undefined;
  for (const line of diff.split('\n')) {
    const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (head !== null) {
      const [, oldStart, oldLines = '1', newStart, newLines = '1'] = head;
      hunk = {
        oldStart: Number(oldStart),
        oldLines: Number(oldLines),
        newStart: Number(newStart),
        newLines: Number(newLines),
        lines: [],
      };
      hunks.push(hunk);
    } else if (hunk !== undefined && /^[ +-]/.test(line)) hunk.lines.push(line);
  }
  return hunks;
}

function countLines(hunks: readonly DiffHunk[], sign: string): number {
  return hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.startsWith(sign)).length, 0);
}
