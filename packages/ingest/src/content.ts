import type { Block, ContentReader } from '@belfry/core';
import type { AgentDefinition, RawRecord } from './agent.ts';
import { readLine } from './source/jsonl-records.ts';
import { skipBlank, skipBlankBackwards } from './source/line-splitter.ts';

/**
 * Reads the bytes of one record with the agents' own functions. Bytes that hold no record, or belong to an agent that
 * is not among `agents`, come back as they are, in one `other` block.
 */
export function createContentReader(agents: readonly AgentDefinition[]): ContentReader {
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  return {
    blocks(agentId, record) {
      const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
      const records = recordsIn(bytes);
      const agent = byId.get(agentId);
      if (!agent || records.length === 0) return [asIs(bytes)];
      return records.flatMap(({ value }) => agent.content(value));
    },
    records(agentId, line) {
      const agent = byId.get(agentId);
      if (!agent) return [];
      const records = recordsIn(Buffer.from(line.buffer, line.byteOffset, line.byteLength));
      return records.map(({ value, offset, length }) => ({ offset, length, blocks: agent.content(value) }));
    },
    files(agentId, record) {
      const agent = byId.get(agentId);
      if (!agent?.fileTexts) return [];
      const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
      return recordsIn(bytes).flatMap(({ value }) => agent.fileTexts?.(value) ?? []);
    },
  };
}

function recordsIn(bytes: Buffer): RawRecord[] {
  const start = skipBlank(bytes, 0, bytes.length);
  return readLine(bytes, 0, start, skipBlankBackwards(bytes, start, bytes.length)).records;
}

function asIs(bytes: Buffer): Block {
  return { type: 'other', name: 'unreadable', data: bytes.toString('utf8') };
}
