import { BelfryError, type IngestBatch, type ParserVersion } from '@belfry/core';
import type { PackedSegment } from '../bytes/pack.ts';
import type { SourceRow } from '../tables/sources.ts';
import type { BatchContext } from './batch-context.ts';
import type { SessionBook, SessionDraft } from './session-book.ts';
import type { SourceRows } from './source-rows.ts';

/**
 * Refuses a batch that was not read from where the archive stands.
 * @throws BELFRY_CURSOR_CONFLICT when another batch came first, or the rows are from another version of the parser
 */
export function checkCursor(
  { source, from, to, bytes, parser = firstParser }: IngestBatch,
  segments: readonly PackedSegment[] | undefined,
  stored: SourceRow | undefined,
): void {
  if (stored && (stored.text_version !== parser.text || stored.usage_version !== parser.usage)) {
    throw new BelfryError('BELFRY_CURSOR_CONFLICT', `${source.path}: the archive's rows are from another parser`, {
      hint: 'Derive them from the archive first, then read on.',
      data: { path: source.path },
    });
  }
  const isExpected =
    stored === undefined
      ? from === undefined
      : from?.generation === stored.generation && from.offset === stored.offset && to.generation >= stored.generation;
  if (!isExpected) {
    const at = stored ? `generation ${stored.generation}, offset ${stored.offset}` : 'nothing yet';
    throw new BelfryError('BELFRY_CURSOR_CONFLICT', `${source.path}: the archive holds ${at}`, {
      hint: 'Read the stored cursor and start from there.',
      data: { path: source.path },
    });
  }
  const start = from && from.generation === to.generation ? from.offset : 0;
  const sizeBytes = segments ? segments.reduce((sum, { length }) => sum + length, 0) : bytes.length;
  if (sizeBytes !== to.offset - start) {
    throw new BelfryError(
      'BELFRY_INTERNAL',
      `${source.path}: a batch of [${start}, ${to.offset}) came with ${sizeBytes} bytes`,
    );
  }
}

/** Stores the cursor and gathers what the writers of rows need to know. */
export function toContext(
  batch: IngestBatch,
  stored: SourceRow | undefined,
  sources: SourceRows,
  book: SessionBook,
): BatchContext {
  const { source: ref, to, parser = firstParser } = batch;
  const rootId = stored?.root_id ?? sources.rootId(ref.machine, ref.root);
  if (stored) sources.advance(stored.id, ref, to);
  const id = stored?.id ?? sources.insert(rootId, ref, to, parser);
  return createContext(batch, { id, rootId, previousGeneration: stored?.generation }, sources, book);
}

/** Versions of every parser before versions were kept. */
const firstParser: ParserVersion = { text: 1, usage: 1 };

/** What the writers of rows need to know of a source that is stored already. */
export function createContext(
  { source: ref, to }: IngestBatch,
  { id, rootId, previousGeneration }: { id: number; rootId: number; previousGeneration: number | undefined },
  sources: SourceRows,
  book: SessionBook,
): BatchContext {
  const known = new Map<number, SourceRow>();
  let latest: SessionDraft | undefined;
  return {
    agent: ref.agent,
    machine: ref.machine,
    rootId,
    source: { id, role: ref.role, compression: ref.compression ?? null, path: ref.path, session: ref.session ?? null },
    generation: to.generation,
    previousGeneration,
    book,
    sourceById(other) {
      const row = known.get(other) ?? sources.byId(other);
      known.set(other, row);
      return row;
    },
    session(native) {
      // Asked for every fact, and nearly always for the same.
      if (latest?.row.native !== native) latest = book.resolve(rootId, ref.agent, native);
      return latest;
    },
  };
}
