import { basename, dirname, sep } from 'node:path';
import type { SourceRef } from '@belfry/core';
import type { AgentDefinition, RawRecord, SourceKind } from './agent.ts';
import { unpackZstd } from './source/compressed-file.ts';
import { readJsonDocument } from './source/json-document.ts';
import { readJsonlPieces } from './source/jsonl-reader.ts';
import { parseRecords } from './source/parse-records.ts';
import { openSourceFile } from './source/source-file.ts';

const sniffedRecords = 40;

/** A file given by path, and the agent it belongs to. */
export interface IdentifiedSource {
  agent: AgentDefinition;
  ref: SourceRef;
}

/**
 * Finds the agent of a file that may lie anywhere: by the records in it, else by the end of its path.
 * `undefined` when no agent knows it.
 * @throws BELFRY_SOURCE_UNREADABLE
 */
export function identifySource(
  file: string,
  agents: readonly AgentDefinition[],
  machine: string,
): IdentifiedSource | undefined {
  const placed = agents.flatMap((agent) => placeByPath(agent, file) ?? []);
  const kind = placed[0]?.kind ?? kindByName(file);
  if (!kind) return undefined;
  const records = kind.format === 'opaque' ? [] : firstRecords(file, kind);
  const scores = agents.map((agent) => records.filter(({ value }) => agent.recognises?.(value) === true).length);
  const best = Math.max(0, ...scores);
  // A bare file name is weak evidence: the agent must also know what is in the file.
  const byPath = placed.find((place) => place.path.includes('/') || knowsAll(place, records))?.agent;
  const agent = best > 0 ? agents[scores.indexOf(best)] : byPath;
  if (!agent) return undefined;
  const place = placed.find((candidate) => candidate.agent === agent);
  const root = place ? file.slice(0, file.length - place.path.length - 1) : dirname(file);
  const path = place?.path ?? basename(file);
  return { agent, ref: { machine, root, path, agent: agent.id, ...(place?.kind ?? kind) } };
}

interface PathPlace {
  agent: AgentDefinition;
  path: string;
  kind: SourceKind;
}

function knowsAll({ agent, path, kind }: PathPlace, records: readonly RawRecord[]): boolean {
  const { issues } = parseRecords(agent, agent.begin({ path, kind }), records);
  return !issues.some(({ code }) => code === 'unknown-record' || code === 'wrong-shape');
}

/** The longest end of the path that the agent would know below a root of its own. */
function placeByPath(agent: AgentDefinition, file: string): PathPlace | undefined {
  const parts = file.split(sep).filter((part) => part !== '');
  // The first part is left for the root.
  for (let from = 1; from < parts.length; from += 1) {
    const path = parts.slice(from).join('/');
    const kind = agent.classify(path);
    if (kind) return { agent, path, kind };
  }
  return undefined;
}

function kindByName(file: string): SourceKind | undefined {
  if (file.endsWith('.jsonl')) return { format: 'jsonl', role: 'transcript' };
  if (file.endsWith('.jsonl.zst')) return { format: 'jsonl', role: 'transcript', compression: 'zstd' };
  if (file.endsWith('.json')) return { format: 'json', role: 'transcript' };
  return undefined;
}

function firstRecords(path: string, kind: SourceKind): RawRecord[] {
  const file = openSourceFile(path);
  try {
    const content = kind.compression === 'zstd' ? unpackZstd(file) : { file };
    if ('corrupt' in content) return [];
    const read = kind.format === 'json' ? readJsonDocument : readJsonlPieces;
    const limits = {
      maxBatchBytes: 256 * 1024,
      maxBatchRecords: sniffedRecords,
      deferLineBytes: Number.POSITIVE_INFINITY,
      refuseLineBytes: 256 * 1024 * 1024,
    };
    const first = read(content.file, { offset: 0, inLongLine: false }, limits).next();
    return first.done ? [] : first.value.records;
  } finally {
    file.close();
  }
}
