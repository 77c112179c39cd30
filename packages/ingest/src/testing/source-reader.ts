import type { Fact, IngestBatch, Issue, SourceCursor, SourceRef } from '@belfry/core';
import type { AgentDefinition } from '../agent.ts';
import { type ReadOptions, type ReadOutcome, readSource } from '../read-source.ts';
import type { OpenSource } from '../source/source-file.ts';

/** Everything reads of one source gave, one after the other. */
export interface SourceReader {
  /** Reads what is new; facts of a new generation replace the old ones. */
  read(options?: ReadOptions): ReadOutcome;
  facts(): Fact[];
  issues(): Issue[];
  batches: IngestBatch[];
  cursor(): SourceCursor | undefined;
  /** Consumed bytes of the newest generation. */
  bytes(): Buffer;
}

/** Reads a source the way an archive would: from the cursor of its last batch. */
export function createSourceReader(agent: AgentDefinition, source: SourceRef, open: OpenSource): SourceReader {
  const batches: IngestBatch[] = [];
  const current = () => batches.filter((batch) => batch.to.generation === batches.at(-1)?.to.generation);
  const clock = { now: () => 1_700_000_100_000 };
  const archived = (_: SourceRef, generation: number, offset: number, length: number) =>
    Buffer.concat(batches.filter((batch) => batch.to.generation === generation).map((batch) => batch.bytes)).subarray(
      offset,
      offset + length,
    );
  return {
    batches,
    read(options) {
      const reading = readSource({ agent, open, clock, archived }, source, batches.at(-1)?.to, options);
      for (let step = reading.next(); ; step = reading.next()) {
        if (step.done) return step.value;
        // Through JSON, as a stored cursor would come back.
        batches.push({ ...step.value, to: JSON.parse(JSON.stringify(step.value.to)) as SourceCursor });
      }
    },
    facts: () => current().flatMap((batch) => batch.facts),
    issues: () => current().flatMap((batch) => batch.issues),
    cursor: () => batches.at(-1)?.to,
    bytes: () => Buffer.concat(current().map((batch) => batch.bytes)),
  };
}
