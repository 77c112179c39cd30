import type { IngestBatch, SourceParser, SourceRef } from '@belfry/core';
import type { RootRow, SourceRow } from '../tables/sources.ts';
import type { KeptPasts } from './kept-pasts.ts';

/** A source with what the parser of today reads in its kept bytes. */
export interface ParsedSource {
  row: SourceRow;
  ref: SourceRef;
  /** From the beginning, each time it is gone through. */
  batches: Iterable<IngestBatch>;
}

export interface ParsedSources {
  /** `undefined` when some of its bytes are not kept. Nothing is parsed before somebody goes through the batches. */
  open(row: SourceRow, root: RootRow): ParsedSource | undefined;
  /** The same with all its batches made, kept for the next who asks: for files that many families share. */
  openShared(row: SourceRow, root: RootRow): ParsedSource | undefined;
}

/** Shared sources up to this size in all are kept as they were parsed. */
const rememberedBytes = 8 * 1024 * 1024;

export function createParsedSources(parser: SourceParser, kept: KeptPasts): ParsedSources {
  const remembered = new Map<number, ParsedSource>();

  const open = (row: SourceRow, root: RootRow): ParsedSource | undefined => {
    const pasts = kept(row);
    if (pasts === undefined) return undefined;
    const ref = toRef(row, root);
    const batches = {
      *[Symbol.iterator]() {
        for (const past of pasts) yield* parser.parse(ref, past);
      },
    };
    return { row, ref, batches };
  };

  return {
    open,
    openShared(row, root) {
      const known = remembered.get(row.id);
      if (known && isSame(known.row, row)) return { ...known, row };
      remembered.delete(row.id);
      const opened = open(row, root);
      if (opened === undefined || row.offset > rememberedBytes) return opened;
      const parsed = { ...opened, batches: [...opened.batches] };
      remembered.set(row.id, parsed);
      let bytes = [...remembered.values()].reduce((sum, one) => sum + one.row.offset, 0);
      for (const [id, { row: oldest }] of remembered) {
        if (bytes <= rememberedBytes) break;
        remembered.delete(id);
        bytes -= oldest.offset;
      }
      return parsed;
    },
  };
}

/** Whether a source holds what it held. */
export function isSame(a: SourceRow, b: SourceRow): boolean {
  return a.generation === b.generation && a.offset === b.offset;
}

function toRef(row: SourceRow, root: RootRow): SourceRef {
  const { path, agent, format, role, compression, session } = row;
  return {
    machine: root.machine,
    root: root.path,
    path,
    agent,
    format,
    role,
    ...(compression === null ? {} : { compression }),
    ...(session === null ? {} : { session }),
  };
}
