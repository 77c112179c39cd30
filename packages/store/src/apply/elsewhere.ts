import type { RecordSpan } from './spans.ts';

/** One past of one source. */
export interface Past {
  sourceId: number;
  generation: number;
}

/** A record of a message that stands in another past than the message itself. */
export interface ForeignSpan extends RecordSpan, Past {}

/** Values of a message that any of its records may give. */
export const filledFields = ['at', 'model', 'preview'] as const;
export type FilledField = (typeof filledFields)[number];

/** What a message has from other pasts than its own: records its own one lacks, and where values it lacks are from. */
export interface Elsewhere {
  spans: ForeignSpan[];
  from: Partial<Record<FilledField, Past>>;
}

/** Column text; `null` for nothing, which is nearly always. */
export function packElsewhere({ spans, from }: Elsewhere): string | null {
  const origins = filledFields.flatMap((field) => {
    const past = from[field];
    return past ? [[field, past.sourceId, past.generation] as const] : [];
  });
  if (spans.length === 0 && origins.length === 0) return null;
  const packed: Packed = [
    spans.map(({ sourceId, generation, offset, length, record }) => [sourceId, generation, offset, length, record]),
    origins,
  ];
  return JSON.stringify(packed);
}

export function unpackElsewhere(text: string | null): Elsewhere {
  if (text === null) return { spans: [], from: {} };
  const [spans, origins] = JSON.parse(text) as Packed;
  return {
    spans: spans.map(([sourceId, generation, offset, length, record]) => ({
      sourceId,
      generation,
      offset,
      length,
      record,
    })),
    from: Object.fromEntries(origins.map(([field, sourceId, generation]) => [field, { sourceId, generation }])),
  };
}

type Packed = readonly [
  spans: (readonly [sourceId: number, generation: number, offset: number, length: number, record: number])[],
  from: (readonly [field: FilledField, sourceId: number, generation: number])[],
];
