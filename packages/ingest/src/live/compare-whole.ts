import type { SourceCursor, SourceRef } from '@belfry/core';
import type { AgentDefinition } from '../agent.ts';
import { isSameStamp, type OpenSource, openSourceFile, type SourceFile } from '../source/source-file.ts';
import { sourcePath } from '../source/source-path.ts';
import type { IngestSink } from './sink.ts';

const stepBytes = 1024 * 1024;

/** `moved`: the file or its cursor is not what it was at the beginning, so nothing can be said. */
export type Comparison = 'same' | 'different' | 'moved';

/**
 * Compares all that was read of a file with what is in it now, a piece a step, and remembers that it was done.
 * What is not kept any more is taken for the same.
 */
export function* compareWhole(
  { sink, open = openSourceFile }: { sink: IngestSink; open?: OpenSource | undefined },
  agent: AgentDefinition,
  source: SourceRef,
): Generator<void, Comparison> {
  const cursor = sink.cursor(source);
  if (!cursor || !sink.archived) return 'moved';
  const file = open(sourcePath(source));
  try {
    if (!isSameStamp(file.stamp, cursor.file)) return 'moved';
    for (let offset = 0; offset < cursor.offset; offset += stepBytes) {
      const length = Math.min(stepBytes, cursor.offset - offset);
      const kept = sink.archived(source, cursor.generation, offset, length);
      if (kept === undefined || kept.length < length) break;
      if (!file.read(offset, length).equals(kept)) return 'different';
      yield;
    }
    return note(sink, agent, source, cursor, file);
  } finally {
    file.close();
  }
}

function note(
  sink: IngestSink,
  agent: AgentDefinition,
  source: SourceRef,
  cursor: SourceCursor,
  file: SourceFile,
): Comparison {
  const now = sink.cursor(source);
  if (now?.generation !== cursor.generation || now.offset !== cursor.offset) return 'moved';
  const pending = file.read(cursor.offset, file.size - cursor.offset);
  const to = { ...now, compared: now.offset };
  const nothing = { bytes: new Uint8Array(), facts: [], issues: [], bounds: [] };
  sink.apply({ source, from: now, to, ...nothing, pending, parser: agent.version });
  return 'same';
}
