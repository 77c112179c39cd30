import { BelfryError, type Fact, type IngestBatch } from '@belfry/core';
import type { PackedSegment } from '../bytes/pack.ts';
import { isPruned, type SourceRow } from '../tables/sources.ts';
import type { BatchContext } from './batch-context.ts';

/** What of a batch is to be stored. */
export interface SiftedBatch {
  batch: IngestBatch;
  segments: PackedSegment[] | undefined;
  /** Bytes before this offset of the generation are not kept. */
  prunedOffset: number;
}

/**
 * Leaves out what was pruned before: records of a pruned session that are not newer than its pruning, when an agent
 * moved their file, wrote it anew, or a backup brings them back. Of a file that has said nothing else so far (`speaks`),
 * the bytes up to them are left out too.
 * @throws BELFRY_CURSOR_CONFLICT when the bytes to be cut are compressed already: read the source again
 */
export function siftPruned(
  context: BatchContext,
  batch: IngestBatch,
  segments: PackedSegment[] | undefined,
  stored: SourceRow | undefined,
  speaks: (sourceId: number) => boolean,
): SiftedBatch {
  const start = stored && stored.generation === batch.to.generation ? stored.offset : 0;
  const before = start > 0 ? (stored?.pruned_offset ?? 0) : 0;
  const prunedAt = readPrunedAt(context, batch);
  const isSilent = batch.facts.length === 0 && batch.bounds.length === 0;
  // Nothing of the file as it was known so far is kept.
  const wasAllPruned = stored !== undefined && isPruned(stored);
  if (prunedAt.size === 0 && !(isSilent && wasAllPruned)) return { batch, segments, prunedOffset: before };

  const { facts, firstKept, lastPruned } = sieve(batch.facts, judge(prunedAt, start > 0 ? mtimeMs(batch) : undefined));
  const bounds = batch.bounds.flatMap((bound) => {
    const limit = prunedAt.get(bound.session);
    if (limit === undefined || bound.firstAt > limit) return [bound];
    return bound.lastAt <= limit ? [] : [{ ...bound, firstAt: limit + 1 }];
  });
  const sifted = { ...batch, facts, bounds };
  const whole = { batch: sifted, segments, prunedOffset: before };
  if (start > 0 && before < start && speaks(context.source.id)) return whole;
  if (facts.length > 0) {
    const cut = Math.min(firstKept, lastPruned);
    return cut > start ? cutBytes(sifted, segments, cut) : whole;
  }
  const isAllOld = isSilent ? isOld() : bounds.length === 0;
  return isAllOld ? cutBytes(sifted, segments, batch.to.offset) : whole;

  /** Bytes without a fact, such as the stored output of a tool, go by the file's name and time, or by what was before. */
  function isOld(): boolean {
    const { session } = batch.source;
    const limit = session === undefined ? undefined : prunedAt.get(session);
    if (limit !== undefined) return mtimeMs(batch) <= limit;
    return wasAllPruned && stored.mtime_ns === batch.to.file.mtimeNs;
  }
}

/** When the sessions a batch speaks of were pruned, as far as they were (0: elsewhere, not here); by native id. */
function readPrunedAt(context: BatchContext, { source, facts, bounds }: IngestBatch): Map<string, number> {
  const found = new Map<string, number>();
  for (const native of new Set([...facts, ...bounds].map(({ session }) => session))) {
    const { pruned_at } = context.session(native).row;
    if (pruned_at) found.set(native, pruned_at);
  }
  if (source.session === undefined || facts.length + bounds.length > 0) return found;
  const named = context.book.peek(context.rootId, source.agent, source.session)?.row.pruned_at;
  if (named) found.set(source.session, named);
  return found;
}

interface Sieved {
  facts: Fact[];
  /** Where the first of them stands. */
  firstKept: number;
  /** Where the last of the others ends. */
  lastPruned: number;
}

function sieve(facts: readonly Fact[], isOld: (fact: Fact) => boolean): Sieved {
  const sieved: Sieved = { facts: [], firstKept: Number.POSITIVE_INFINITY, lastPruned: 0 };
  for (const fact of facts) {
    const { offset, length } = fact.span;
    if (isOld(fact)) {
      sieved.lastPruned = Math.max(sieved.lastPruned, offset + length);
    } else {
      sieved.firstKept = Math.min(sieved.firstKept, offset);
      sieved.facts.push(fact);
    }
  }
  return sieved;
}

/**
 * A fact without a time is as old as the last one of its session that has one. At the start of a file it is old; where
 * the file goes on, as old as its last change (`changedMs`).
 */
function judge(prunedAt: ReadonlyMap<string, number>, changedMs: number | undefined): (fact: Fact) => boolean {
  const latest = new Map<string, number>();
  return (fact) => {
    const limit = prunedAt.get(fact.session);
    if (limit === undefined) return false;
    const own = 'at' in fact ? fact.at : undefined;
    if (own !== undefined) latest.set(fact.session, own);
    const at = own ?? latest.get(fact.session) ?? changedMs;
    return at === undefined || at <= limit;
  };
}

function cutBytes(batch: IngestBatch, segments: PackedSegment[] | undefined, at: number): SiftedBatch {
  const { to } = batch;
  const isAll = at >= to.offset;
  if (!isAll && segments !== undefined && batch.bytes.length === 0) {
    throw new BelfryError('BELFRY_CURSOR_CONFLICT', `${batch.source.path}: part of it was pruned`, {
      hint: 'Read it again without compressing it first.',
    });
  }
  return {
    batch: {
      ...batch,
      bytes: isAll ? batch.bytes.subarray(0, 0) : batch.bytes.subarray(batch.bytes.length - (to.offset - at)),
      // An unfinished line is read again when it is finished.
      pending: isAll ? new Uint8Array() : batch.pending,
      issues: batch.issues.filter(({ offset }) => offset >= at),
    },
    segments: isAll ? [] : undefined,
    prunedOffset: at,
  };
}

function mtimeMs({ to }: IngestBatch): number {
  return Number(to.file.mtimeNs) / 1e6;
}
