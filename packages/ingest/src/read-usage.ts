import type { RequestFact, SessionFact, SourceRef } from '@belfry/core';
import type { AgentDefinition, UsageSkim } from './agent.ts';
import { readSource } from './read-source.ts';
import { readJsonlPieces } from './source/jsonl-reader.ts';
import { lastMarkedRecord, readMarkedRecords } from './source/marked-lines.ts';
import { toSourceStart } from './source/reading-start.ts';
import { type OpenSource, openSourceFile, type SourceFile } from './source/source-file.ts';
import { sourcePath } from './source/source-path.ts';

/** What a source says of requests, if not of the message each belongs to, and of where its sessions work (`cwd` and `branch` of a patch). */
export interface UsageReading {
  requests: RequestFact[];
  patches: SessionFact[];
  /** The file could not be read, or has gone. */
  error?: string;
}

/**
 * Reads only what it takes to count tokens, each source from its start: several times faster than `readSource`
 * where the agent has a `skim`, with the same requests in the same order. Side-car files say nothing of requests.
 */
export interface UsageReader {
  read(agent: AgentDefinition, source: SourceRef): UsageReading;
}

const headBytes = 16 * 1024;
const refuseLineBytes = 256 * 1024 * 1024;
const scratchBytes = 2 * 1024 * 1024;

export function createUsageReader({ open = openSourceFile }: { open?: OpenSource } = {}): UsageReader {
  const scratch = Buffer.allocUnsafeSlow(scratchBytes);
  return {
    read(agent, source) {
      if (source.role !== 'transcript') return { requests: [], patches: [] };
      const canSkim = source.format === 'jsonl' && source.compression === undefined;
      const skimmed = canSkim && agent.skim ? skimSource(agent, agent.skim, source) : undefined;
      return skimmed ?? readWhole(agent, source);
    },
  };

  function skimSource(agent: AgentDefinition, skim: UsageSkim, source: SourceRef): UsageReading | undefined {
    let file: SourceFile | undefined;
    try {
      file = open(sourcePath(source));
      return skimFile(agent, skim, source, file);
    } catch {
      // Whatever it is, reading it whole meets it too, and says what it is.
      return undefined;
    } finally {
      file?.close();
    }
  }

  function skimFile(agent: AgentDefinition, skim: UsageSkim, source: SourceRef, file: SourceFile) {
    const reading: UsageReading = { requests: [], patches: [] };
    let state = agent.begin(toSourceStart(source));
    let read = 0;
    for (const record of skimmedRecords(skim, file, () => ({ state, read }))) {
      const parsed = skim.parse(state, record);
      if (!parsed) return undefined;
      state = parsed.state;
      read = record.offset + record.length;
      for (const fact of parsed.facts) addFact(reading, fact);
    }
    return reading;
  }

  /** Every record until the session is known, then those with a mark. */
  function* skimmedRecords(skim: UsageSkim, file: SourceFile, progress: () => { state: unknown; read: number }) {
    let offset = 0;
    const limits = { maxBatchBytes: headBytes, maxBatchRecords: 1, deferLineBytes: refuseLineBytes, refuseLineBytes };
    for (const piece of readJsonlPieces(file, { offset: 0, inLongLine: false }, limits)) {
      yield* piece.records;
      offset += piece.bytes.length;
      if (skim.isSettled(progress().state)) break;
    }
    const { marks, omission } = skim;
    yield* readMarkedRecords(file, offset, marks, { refuseLineBytes, scratch, ...(omission ? { omission } : {}) });
    if (skim.lastMark === undefined) return;
    const { read } = progress();
    const last = lastMarkedRecord(file, read, skim.lastMark);
    if (last && last.offset >= read) yield last;
  }

  function readWhole(agent: AgentDefinition, source: SourceRef): UsageReading {
    const reading: UsageReading = { requests: [], patches: [] };
    const batches = readSource({ agent, open }, source, undefined);
    for (let step = batches.next(); ; step = batches.next()) {
      if (step.done) {
        const { status, error = status } = step.value;
        return status === 'missing' || status === 'unreadable' ? { ...reading, error } : reading;
      }
      for (const fact of step.value.facts) addFact(reading, fact);
    }
  }
}

function addFact(reading: UsageReading, fact: { type: string }): void {
  if (fact.type === 'request') reading.requests.push(fact as RequestFact);
  else if (fact.type === 'session') reading.patches.push(fact as SessionFact);
}
