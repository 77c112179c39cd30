import type { Fact, SourceRef } from '@belfry/core';
import { agents, createSourceParser } from '@belfry/ingest';

/** All facts of one transcript, in the order of its records. */
export function readFacts(source: SourceRef, bytes: Uint8Array): Fact[] {
  const parser = createSourceParser(agents);
  const past = {
    generation: 1,
    sizeBytes: bytes.length,
    read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
  };
  return [...parser.parse(source, past)].flatMap((batch) => batch.facts);
}
