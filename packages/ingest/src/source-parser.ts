import type { KeptPast, SourceParser } from '@belfry/core';
import type { AgentDefinition } from './agent.ts';
import { readPieces } from './read-source.ts';
import { startAnew } from './source/reading-start.ts';
import type { SourceFile } from './source/source-file.ts';

const noFile = { dev: 0, ino: 0, size: 0, mtimeNs: '0' };

/** Parses what an archive kept with the agents' parsers of today, as it was parsed when it was read from its file. */
export function createSourceParser(agents: readonly AgentDefinition[]): SourceParser {
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  return {
    version: (agent) => byId.get(agent)?.version,
    *parse(source, past) {
      const agent = byId.get(source.agent);
      if (!agent) return;
      const begin = startAnew(agent, source, past.generation);
      yield* readPieces({ agent }, source, undefined, {}, { begin, stamp: noFile, content: toFile(past), ageMs: 0 });
    },
  };
}

/** Kept bytes are those of the decompressed stream already. */
function toFile({ sizeBytes, read }: KeptPast): SourceFile {
  return {
    stamp: noFile,
    size: sizeBytes,
    read(offset, length) {
      const bytes = read(offset, Math.max(0, Math.min(length, sizeBytes - offset)));
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    close() {},
  };
}
