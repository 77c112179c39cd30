import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import type { IngestBatch, SourceRef } from '@belfry/core';
import { type AgentDefinition, agents, readSource, type SourceKind } from '@belfry/ingest';
import type { ArchiveWriter } from '../src/index.ts';

/** A file of a real agent. */
export interface RealSource {
  agent: AgentDefinition;
  ref: SourceRef;
  /** What `restore` must give back: of a compressed file the decompressed bytes. */
  bytes(): Buffer;
}

const repository = resolve(import.meta.dirname, '..', '..', '..');
const samples = process.env.BELFRY_SAMPLES ?? join(repository, '..', 'shared', 'samples');

/** Folders that hold files of real agents: the fixtures of the parsers, and the samples where they exist. */
export const realRoots: { agentId: string; root: string }[] = [
  { agentId: 'claude', root: join(repository, 'packages/ingest/src/agents/claude/fixtures') },
  { agentId: 'codex', root: join(repository, 'packages/ingest/src/agents/codex/fixtures') },
  ...['claude', 'codex'].map((agentId) => ({ agentId, root: join(samples, agentId) })),
].filter(({ root }) => existsSync(root));

export const hasSamples = existsSync(samples);

export function realSources({ agentId, root }: { agentId: string; root: string }): RealSource[] {
  const agent = agents.find(({ id }) => id === agentId);
  if (!agent) throw new Error(`no agent ${agentId}`);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  return paths
    .toSorted()
    .filter((path) => statSync(join(root, path)).isFile() && !path.endsWith('.facts.json'))
    .flatMap((path) => {
      // Samples stand outside the agent's own tree, recordings under a name of their own.
      const kind = agent.classify(path) ?? recording(path);
      if (!kind) return [];
      const ref: SourceRef = { machine: 'laptop', root, path, agent: agentId, ...kind };
      const bytes = () => {
        const raw = readFileSync(join(root, path));
        return kind.compression === 'zstd' ? zstdDecompressSync(raw) : raw;
      };
      return [{ agent, ref, bytes }];
    });
}

function recording(path: string): SourceKind | undefined {
  return /\/(transcript|[0-9a-f-]{36}|rollout-[^/]+)\.jsonl$/.test(path)
    ? { format: 'jsonl', role: 'transcript' }
    : undefined;
}

/** Reads a source to its end from where the archive stands. */
export function importSource(
  writer: ArchiveWriter,
  { agent, ref }: RealSource,
  options: { bulk: boolean; maxBatchBytes: number },
): IngestBatch[] {
  const stored = writer.source(ref.machine, ref.root, ref.path)?.cursor;
  const { bulk, ...limits } = options;
  const batches = [...readSource({ agent }, ref, stored, limits)];
  for (const batch of batches) writer.applyBatch(batch, { bulk });
  return batches;
}
