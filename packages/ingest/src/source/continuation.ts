import type { SourceCursor } from '@belfry/core';
import { checksForGrowth, isUnchangedBlock } from './block-checks.ts';
import type { SourceFile } from './source-file.ts';

const compareBytes = 1024 * 1024;

/** Bytes [offset, offset + length) that were consumed before; `undefined` when they are not at hand. */
export type ArchivedBytes = (offset: number, length: number) => Uint8Array | undefined;

/**
 * Whether the consumed part of a source still stands, and whether all of it was looked at; else what happened to it and
 * the first place seen to differ.
 */
export type Continuation =
  | { same: true; isWhole: boolean }
  | { same: false; reason: 'truncated' | 'replaced' | 'rewritten'; at: number };

/**
 * Compares a changed file, not shorter than `from.offset`, with what was consumed of it. A file that only grew is checked in a few blocks,
 * O(1); one that did not grow, or is another inode, is compared byte for byte with the archive
 * (with every stored check when there is none). Another inode with the same past is the same source:
 * editors and sync tools replace files by renaming.
 */
export function judgeContinuation(file: SourceFile, from: SourceCursor, archived?: ArchivedBytes): Continuation {
  const moved = file.stamp.ino !== from.file.ino;
  // A compressed file that grew was written anew.
  const grew = file.size === file.stamp.size && file.stamp.size > from.file.size;
  const isWhole = moved || !grew;
  const at = isWhole
    ? findDifference(file, from, archived)
    : findInBlocks(file, checksForGrowth(from.checks, turn(file)));
  return at === undefined ? { same: true, isWhole } : { same: false, reason: moved ? 'replaced' : 'rewritten', at };
}

/** First consumed byte (or block) that differs, looking at everything; `undefined` when all is as it was. */
export function findDifference(file: SourceFile, from: SourceCursor, archived?: ArchivedBytes): number | undefined {
  const blocks = findInBlocks(file, from.checks);
  if (blocks !== undefined || !archived) return blocks;
  for (let offset = 0; offset < from.offset; offset += compareBytes) {
    const length = Math.min(compareBytes, from.offset - offset);
    const kept = archived(offset, length);
    // Not at hand, e.g. pruned: the blocks above are all the evidence there is.
    if (kept === undefined || kept.length < length) return undefined;
    const now = file.read(offset, length);
    if (!now.equals(kept)) return offset + firstDifference(now, kept);
  }
  return undefined;
}

function findInBlocks(file: SourceFile, checks: SourceCursor['checks']): number | undefined {
  return checks.find((check) => !isUnchangedBlock(check, file.read(check.offset, check.length)))?.offset;
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** Changes with each growth, so that in time every sample has its turn. */
function turn(file: SourceFile): number {
  return file.size % 8191;
}
