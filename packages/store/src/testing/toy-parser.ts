import type { Fact, IngestBatch, ParserVersion, SourceParser } from '@belfry/core';
import { toyBatches } from './toy-source.ts';

/** What a newer parser makes of a fact; nothing when it takes it for none. */
export type Reread = (fact: Fact) => Fact[];

/** A parser of toy sources at a version: an import by it is what `rereadBatch` makes of each batch. */
export function toyParser(version: ParserVersion, reread: Reread = (fact) => [fact]): SourceParser {
  return {
    version: (agent) => (agent === 'claude' ? version : undefined),
    *parse(source, past) {
      const bytes = Buffer.from(past.read(0, past.sizeBytes));
      for (const batch of toyBatches(source, bytes, { generation: past.generation })) {
        yield rereadBatch(batch, version, reread);
      }
    },
  };
}

/** A batch as that parser would have given it. */
export function rereadBatch(batch: IngestBatch, parser: ParserVersion, reread: Reread = (fact) => [fact]): IngestBatch {
  return { ...batch, facts: batch.facts.flatMap(reread), parser };
}
