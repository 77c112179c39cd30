import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { type AgentDefinition, agents, type SourceKind } from '@belfry/ingest';

/** A place below an agent's root where a file may stand, with what the agent's fixtures hold there. */
export interface Seat {
  agent: AgentDefinition;
  path: string;
  kind: SourceKind;
}

export interface Material {
  seats: Seat[];
  /** Lines of real and hand-made transcripts by agent, line ends left out. */
  lines: Map<string, Buffer[][]>;
}

const repository = join(import.meta.dirname, '../..');
/** Longer files would make a run slow without making it richer. */
const maxFileBytes = 1_000_000;

/** Seats and transcripts from the parsers' fixtures, and from a folder of samples by agent where there is one. */
export function loadMaterial(samples?: string): Material {
  const material: Material = { seats: [], lines: new Map() };
  for (const agent of agents) {
    const fixtures = join(repository, 'packages/ingest/src/agents', agent.id, 'fixtures');
    const texts: Buffer[][] = [];
    for (const file of filesBelow(fixtures)) {
      const path = relative(fixtures, file).split(sep).join('/');
      const kind = agent.classify(path);
      if (kind === undefined) continue;
      material.seats.push({ agent, path, kind });
      if (kind.format === 'jsonl') texts.push(linesOf(readFileSync(file), kind.compression === 'zstd'));
    }
    for (const file of samples === undefined ? [] : filesBelow(join(samples, agent.id))) {
      if (file.endsWith('.jsonl')) texts.push(linesOf(readFileSync(file), false));
    }
    material.lines.set(agent.id, texts);
  }
  return material;
}

function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((file) => !file.endsWith('.facts.json') && statSync(file).isFile() && statSync(file).size <= maxFileBytes)
    .sort();
}

function linesOf(bytes: Buffer, isPacked: boolean): Buffer[] {
  const text = isPacked ? zstdDecompressSync(bytes) : bytes;
  const lines: Buffer[] = [];
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf(0x0a, from);
    lines.push(text.subarray(from, end < 0 ? text.length : end));
    from = end < 0 ? text.length : end + 1;
  }
  return lines;
}
