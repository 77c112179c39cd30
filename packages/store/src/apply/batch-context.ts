import type { SourceRow } from '../tables/sources.ts';
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

/** Whether the batch's source speaks for a row that (`sourceId`, `generation`) owns now. */
export function takesOver(context: BatchContext, sourceId: number, generation: number): boolean {
  if (sourceId === context.source.id) return generation < context.generation;
  return compareSources(context.source, context.sourceById(sourceId)) < 0;
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
