import type { DiffHunk } from '@belfry/core';

/** One drawn line of a diff. `pair` is the index of the line it replaces or is replaced by. */
export interface DiffLine {
  kind: 'same' | 'add' | 'del';
  oldNumber: number | undefined;
  newNumber: number | undefined;
  text: string;
  pair: number | undefined;
}

/**
 * Lines of a hunk with their numbers on both sides, or without any where the patch did not say where it
 * applies (both sides start at 0). Git's note about a missing last newline is left out.
 */
export function toDiffLines(hunk: DiffHunk): DiffLine[] {
  let [oldNumber, newNumber] = [hunk.oldStart, hunk.newStart];
  const lines: DiffLine[] = [];
  for (const line of hunk.lines) {
    const text = line.slice(1);
    if (line.startsWith('-')) {
      lines.push({ kind: 'del', oldNumber, newNumber: undefined, text, pair: undefined });
      oldNumber += 1;
    } else if (line.startsWith('+')) {
      lines.push({ kind: 'add', oldNumber: undefined, newNumber, text, pair: undefined });
      newNumber += 1;
    } else if (!line.startsWith('\\')) {
      lines.push({ kind: 'same', oldNumber, newNumber, text, pair: undefined });
      oldNumber += 1;
      newNumber += 1;
    }
  }
  pairUp(lines);
  const isPlaced = hunk.oldStart > 0 || hunk.newStart > 0;
  return isPlaced ? lines : lines.map((line) => ({ ...line, oldNumber: undefined, newNumber: undefined }));
}

/** The first removed line of a run belongs to the first added one after it, and so on. */
function pairUp(lines: DiffLine[]): void {
  for (let at = 0; at < lines.length; ) {
    const dels = countKind(lines, at, 'del');
    const adds = countKind(lines, at + dels, 'add');
    for (let n = 0; n < Math.min(dels, adds); n++) {
      const [del, add] = [lines[at + n], lines[at + dels + n]];
      if (del === undefined || add === undefined) continue;
      del.pair = at + dels + n;
      add.pair = at + n;
    }
    at += Math.max(dels + adds, 1);
  }
}

function countKind(lines: readonly DiffLine[], from: number, kind: DiffLine['kind']): number {
  let count = 0;
  while (lines[from + count]?.kind === kind) count += 1;
  return count;
}
