import type { SourceRow } from '../tables/sources.ts';
import type { Past } from './elsewhere.ts';
import type { SessionBook, SessionDraft } from './session-book.ts';
import { compareSources, type SourceRank } from './source-order.ts';

/** What every writer of rows needs to know of the batch it works on. */
export interface BatchContext {
  agent: string;
  machine: string;
  rootId: number;
  source: SourceRank & { id: number };
  /** Generation the batch belongs to. */
  generation: number;
  /** Generation stored before the batch; `undefined` for a new source. */
  previousGeneration: number | undefined;
  book: SessionBook;
  /** Any source as stored; of the batch's own one the values before the batch. */
  sourceById(id: number): SourceRow;
  session(native: string): SessionDraft;
}

/** Order of two pasts in what they say of a session: a newer one of the same source, then the better source, first. */
export function comparePasts(context: BatchContext, native: string, a: Past, b: Past): number {
  if (a.sourceId === b.sourceId) return b.generation - a.generation;
  return compareSources(native, rankOf(context, a.sourceId), rankOf(context, b.sourceId));
}

/** Whether the batch's source speaks for what `past` told of a session. */
export function takesOver(context: BatchContext, native: string, past: Past): boolean {
  return comparePasts(context, native, { sourceId: context.source.id, generation: context.generation }, past) < 0;
}

function rankOf(context: BatchContext, sourceId: number): SourceRank {
  return sourceId === context.source.id ? context.source : context.sourceById(sourceId);
}

/** Whether a row of (`sourceId`, `generation`) stands only in an older past of its source, before or after the batch. */
export function isSuperseded(
  context: BatchContext,
  sourceId: number,
  generation: number,
  when: 'before' | 'after',
): boolean {
  if (sourceId !== context.source.id) return generation < context.sourceById(sourceId).generation;
  return generation < (when === 'after' ? context.generation : (context.previousGeneration ?? 0));
}
