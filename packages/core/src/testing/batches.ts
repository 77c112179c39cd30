import type { IngestBatch, SourceCursor } from '../batch.ts';
import type { SourceRef } from '../model/source.ts';

/** A Claude transcript. */
export function aSourceRef(source: Partial<SourceRef> = {}): SourceRef {
  return {
    machine: 'laptop',
    root: '/home/ada/.claude',
    path: 'projects/-home-ada-engine/11111111-1111-4111-8111-111111111111.jsonl',
    agent: 'claude',
    format: 'jsonl',
    role: 'transcript',
    ...source,
  };
}

/** A cursor that has read `offset` bytes of the first generation. */
export function aSourceCursor(cursor: Partial<SourceCursor> = {}): SourceCursor {
  const offset = cursor.offset ?? 0;
  return {
    generation: 1,
    offset,
    state: {},
    file: { dev: 1, ino: 2, size: offset, mtimeNs: '1767322800000000000' },
    checks: [],
    ...cursor,
  };
}

/** A first read of a source: the given lines from the beginning, whole. Facts are the caller's. */
export function aBatch(batch: Partial<Omit<IngestBatch, 'bytes'>> & { bytes?: string | Uint8Array } = {}): IngestBatch {
  const { bytes: given = '{"type":"user"}\n', ...rest } = batch;
  const bytes = typeof given === 'string' ? new TextEncoder().encode(given) : given;
  return {
    source: aSourceRef(),
    from: undefined,
    to: aSourceCursor({ offset: (rest.from?.offset ?? 0) + bytes.length }),
    bytes,
    pending: new Uint8Array(),
    facts: [],
    issues: [],
    bounds: [],
    ...rest,
  };
}
