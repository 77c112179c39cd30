import type { Block, ContentReader, Fact, FileText, IngestBatch, Issue, SourceCursor, SourceRef } from '@belfry/core';

type WithoutSpan<Each> = Each extends Fact ? Omit<Each, 'span'> : never;

/** A record that carries its own facts, so that a test says in one place what a source holds. */
export interface ToyRecord {
  facts?: WithoutSpan<Fact>[];
  issues?: Omit<Issue, 'offset' | 'length' | 'excerpt'>[];
  /** Widens the time span of `session`, as records of real agents do. */
  session?: string;
  at?: number;
  /** What `toyContent` finds in the record. */
  blocks?: Block[];
  files?: FileText[];
}

/** One JSON line a record. */
export function toyBytes(records: readonly ToyRecord[]): Buffer {
  return Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

export interface ToyReading {
  /** Where to go on; `undefined` for the first read. */
  from?: SourceCursor;
  /** Of the bytes; another one than `from` has begins anew. */
  generation?: number;
  /** Records of each batch; what is left over makes the last one. */
  sizes?: readonly number[];
}

/** Reads a toy source as an engine would: whole lines only, the rest is pending. */
export function toyBatches(source: SourceRef, bytes: Uint8Array, reading: ToyReading = {}): IngestBatch[] {
  const { sizes = [] } = reading;
  const generation = reading.generation ?? reading.from?.generation ?? 1;
  let from = reading.from;
  const start = from?.generation === generation ? from.offset : 0;
  const lines = linesOf(bytes, start);
  const batches: IngestBatch[] = [];
  for (let at = 0; at < lines.length || batches.length === 0; ) {
    const taken = lines.slice(at, at + (sizes[batches.length] ?? Number.POSITIVE_INFINITY));
    at += taken.length;
    const first = taken[0]?.offset ?? start;
    const end = taken.length === 0 ? first : (taken.at(-1) as Line).end;
    const isLast = at >= lines.length;
    const batch = toBatch(source, from, generation, bytes.subarray(first, end), first, taken);
    batches.push({ ...batch, pending: isLast ? bytes.subarray(end) : new Uint8Array() });
    from = batch.to;
    if (isLast) break;
  }
  return batches;
}

interface Line {
  offset: number;
  end: number;
  record: ToyRecord;
}

function linesOf(bytes: Uint8Array, start: number): Line[] {
  const lines: Line[] = [];
  for (let offset = start; ; ) {
    const end = bytes.indexOf(0x0a, offset) + 1;
    if (end === 0) return lines;
    const text = Buffer.from(bytes.subarray(offset, end)).toString();
    lines.push({ offset, end, record: JSON.parse(text) as ToyRecord });
    offset = end;
  }
}

function toBatch(
  source: SourceRef,
  from: SourceCursor | undefined,
  generation: number,
  bytes: Uint8Array,
  offset: number,
  lines: readonly Line[],
): IngestBatch {
  const bounds = new Map<string, { session: string; firstAt: number; lastAt: number }>();
  for (const { session, at } of lines.map(({ record }) => record)) {
    if (session === undefined || at === undefined) continue;
    const known = bounds.get(session) ?? { session, firstAt: at, lastAt: at };
    bounds.set(session, { session, firstAt: Math.min(known.firstAt, at), lastAt: Math.max(known.lastAt, at) });
  }
  const place = (line: Line) => ({ offset: line.offset, length: line.end - line.offset - 1 });
  return {
    source,
    from,
    to: {
      generation,
      offset: offset + bytes.length,
      state: null,
      file: { dev: 1, ino: 1, size: offset + bytes.length, mtimeNs: '0' },
      checks: [],
    },
    bytes,
    pending: new Uint8Array(),
    facts: lines.flatMap((line) => (line.record.facts ?? []).map((fact) => ({ ...fact, span: place(line) }) as Fact)),
    issues: lines.flatMap((line) =>
      (line.record.issues ?? []).map((issue) => ({ ...issue, ...place(line), excerpt: '' })),
    ),
    bounds: [...bounds.values()],
  };
}

function toRecord(bytes: Uint8Array): ToyRecord {
  return JSON.parse(Buffer.from(bytes).toString()) as ToyRecord;
}

/** Finds what a toy record carries. */
export const toyContent: ContentReader = {
  blocks: (_agent, record) => toRecord(record).blocks ?? [],
  records: (_agent, line) => [{ offset: 0, length: line.length, blocks: toRecord(line).blocks ?? [] }],
  files: (_agent, record) => toRecord(record).files ?? [],
};
