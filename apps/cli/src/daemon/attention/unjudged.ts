import type { SourceParser } from '@belfry/core';
import type { ArchiveWriter, ByteStore, JudgedSource } from '@belfry/store';
import { type LivelyFacts, livelyMs, toLivelyFacts } from './lively-facts.ts';

/** A larger one is judged from its next line on: reading it again would hold up what is live. */
const maxBytes = 32 * 1024 * 1024;

/**
 * What sources at work said that is in the archive and was not judged: the process ended in between, or an import read
 * it. A source at a time, from the archive's own bytes; with nothing left to judge no byte is read.
 */
export function* readUnjudged(options: {
  archive: Pick<ArchiveWriter, 'sources'> & ByteStore;
  parser: SourceParser;
  machine: string;
  judged: readonly JudgedSource[];
  nowMs: number;
}): Generator<LivelyFacts> {
  const { archive, parser, machine, judged, nowMs } = options;
  const points = new Map(judged.map((point) => [toKey(point), point]));
  const sources = [...archive.sources(machine)].filter(
    ({ gone, cursor }) => !gone && toMs(cursor.file.mtimeNs) >= nowMs - livelyMs,
  );
  for (const { ref, cursor } of sources) {
    const { generation, offset } = cursor;
    const point = points.get(toKey(ref));
    const judgedTo = point?.generation === generation ? point.offset : 0;
    if (offset <= judgedTo || offset > maxBytes) continue;
    const past = {
      generation,
      sizeBytes: offset,
      read: (at: number, length: number) => archive.read(ref, at, length, generation) ?? new Uint8Array(),
    };
    const { agent, root, path } = ref;
    const told: LivelyFacts = { agent, root, path, generation, from: judgedTo, to: offset, facts: [] };
    for (const batch of parser.parse(ref, past)) {
      const lively = toLivelyFacts(batch, toMs(cursor.file.mtimeNs), nowMs);
      for (const fact of lively?.facts ?? []) if (fact.span.offset >= judgedTo) told.facts.push(fact);
    }
    yield told;
  }
}

const toKey = ({ root, path }: { root: string; path: string }) => `${root}\n${path}`;
/** Nanoseconds as decimal text exceed what a number holds; their milliseconds do not. */
function toMs(ns: string): number {
  return Number(ns) / 1e6;
}
