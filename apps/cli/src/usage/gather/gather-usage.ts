import { existsSync } from 'node:fs';
import { BelfryError, type ParserVersion, type UsageSource } from '@belfry/core';
import {
  type AgentEnvironment,
  agents,
  discoverSources,
  type FoundRoot,
  type FoundSource,
  readSource,
} from '@belfry/ingest';
import { type CatchUp, claimOf, createClaimOverlay, openCatchUp, type SourceStamp } from '@belfry/store';
import { createUsageOverlay } from '@belfry/usage';
import { readInParallel } from './read-in-parallel.ts';
import { createSessionRegistry, type SessionRegistry } from './session-registry.ts';

/** What a report rests on, for those who print it. */
export interface Freshness {
  /** `archive`: an archive, and the files it has not read yet · `files`: the files alone. */
  from: 'archive' | 'files';
  /** Files that were read for this report because the archive has not, and their new bytes. */
  filesRead: number;
  bytesRead: number;
  /** Files and directories that cannot be read: what they hold is not counted, or only as far as the archive knows it. */
  unreadable: { path: string; detail: string }[];
  /** About so many bytes of transcripts the archive still counts as the parser of an older belfry did. */
  olderBytes: number;
  /** Why there is an archive that was not used. */
  archiveProblem?: BelfryError;
}

export interface GatheredUsage {
  source: UsageSource;
  freshness: Freshness;
  close(): void;
}

export interface GatherOptions {
  archiveFile: string;
  machine: string;
  environment: AgentEnvironment;
  roots: Record<string, string[]>;
  workerEntry: URL;
  isSingleThreaded: boolean;
  /** Told before much is read. */
  onWork(files: number, bytes: number): void;
}

/** So many bytes are not read in an instant. */
const muchBytes = 200_000_000;

/**
 * Usage as of now: what the archive holds, and what changed on disk since it last looked, which is found by `stat`
 * and read here. Nothing is written, so it works beside a daemon, without one, and without an archive.
 */
export async function gatherUsage(options: GatherOptions): Promise<GatheredUsage> {
  const { archive, problem } = openArchive(options.archiveFile);
  try {
    const { sources, roots, issues } = await discoverSources({
      agents,
      environment: options.environment,
      machine: options.machine,
      extraRoots: options.roots,
    });
    const changed = findChanged(sources, archive?.stamps(options.machine));
    const freshness: Freshness = {
      from: archive === undefined ? 'files' : 'archive',
      filesRead: changed.length,
      bytesRead: 0,
      unreadable: [...issues.map(({ path, detail }) => ({ path, detail })), ...missingRoots(roots)],
      olderBytes: archive?.counted().pendingBytes ?? 0,
      ...(problem === undefined ? {} : { archiveProblem: problem }),
    };
    const base = archive?.usage;
    const close = () => archive?.close();
    if (base !== undefined && changed.length === 0) return { source: base, freshness, close };
    const source = await readBeside(options, { archive, base, changed, freshness });
    return { source, freshness, close };
  } catch (error) {
    archive?.close();
    throw error;
  }
}

function openArchive(path: string): { archive?: CatchUp; problem?: BelfryError } {
  if (!existsSync(path)) return {};
  try {
    return { archive: openCatchUp(path, { version: versionOf }) };
  } catch (error) {
    // The files say nearly as much; what is wrong with the archive is told beside it.
    if (error instanceof BelfryError) return { problem: error };
    throw error;
  }
}

/** Directories somebody named that are not there; a machine without one of the default ones just lacks an agent. */
function missingRoots(roots: readonly FoundRoot[]): Freshness['unreadable'] {
  return roots.flatMap(({ path, via, state }) =>
    via !== 'default' && state === 'missing' ? [{ path, detail: 'no such directory' }] : [],
  );
}

function versionOf(id: string): ParserVersion | undefined {
  return agents.find((agent) => agent.id === id)?.version;
}

/** Transcripts that are not as the archive read them; side-car files say nothing of requests. */
function findChanged(sources: readonly FoundSource[], stamps: Map<string, SourceStamp> | undefined): FoundSource[] {
  return sources.filter(({ ref, stamp }) => {
    if (ref.role !== 'transcript') return false;
    const known = stamps?.get(`${ref.root}/${ref.path}`);
    return (
      known === undefined ||
      known.gone ||
      known.size !== stamp.size ||
      known.mtimeNs !== stamp.mtimeNs ||
      known.ino !== stamp.ino
    );
  });
}

async function readBeside(
  options: GatherOptions,
  found: { archive: CatchUp | undefined; base: UsageSource | undefined; changed: FoundSource[]; freshness: Freshness },
): Promise<UsageSource> {
  const { archive, base, changed, freshness } = found;
  const overlay = createClaimOverlay(archive);
  const registry = createSessionRegistry(archive);
  const fresh: FoundSource[] = [];
  for (const source of changed) {
    const read = archive && readGrown(archive, source, registry, overlay);
    if (read === undefined) fresh.push(source);
    else {
      freshness.bytesRead += read.bytes;
      if (read.error !== undefined) freshness.unreadable.push({ path: source.file, detail: read.error });
    }
  }
  const bytes = fresh.reduce((sum, { stamp }) => sum + stamp.size, 0);
  if (bytes >= muchBytes) options.onWork(fresh.length, bytes);
  freshness.bytesRead += bytes;
  for (const { index, sessions, error } of await readInParallel(fresh, options)) {
    const source = fresh[index] as FoundSource;
    if (error !== undefined && error !== 'missing') freshness.unreadable.push({ path: source.file, detail: error });
    for (const { native, claims, ...place } of sessions) {
      const session = registry.meet(source, native, place);
      for (const claim of claims) overlay.add(session, claim);
    }
  }
  const requests = overlay.changes();
  return createUsageOverlay(base, { sessions: registry.fresh(), requests });
}

/**
 * Reads a file on from where the archive stands; `undefined` when the archive has read nothing of it, or by another
 * parser, in whose state this one cannot go on.
 */
function readGrown(
  archive: CatchUp,
  { ref, ...found }: FoundSource,
  registry: SessionRegistry,
  overlay: ReturnType<typeof createClaimOverlay>,
): { bytes: number; error?: string } | undefined {
  const agent = agents.find(({ id }) => id === ref.agent);
  const known = archive.source(ref.machine, ref.root, ref.path);
  if (agent === undefined || known === undefined || known.cursor.offset === 0) return undefined;
  if (known.parser.text !== agent.version.text || known.parser.usage !== agent.version.usage) return undefined;
  const source = { ref, ...found };
  let bytes = 0;
  const batches = readSource({ agent }, ref, known.cursor);
  for (let step = batches.next(); ; step = batches.next()) {
    if (step.done) {
      const { status, error } = step.value;
      return { bytes, ...(status === 'unreadable' ? { error: error ?? status } : {}) };
    }
    const batch = step.value;
    bytes += batch.bytes.length;
    const places = new Map<string, { cwd?: string; branch?: string }>();
    for (const fact of batch.facts) {
      if (fact.type !== 'session') continue;
      const place = places.get(fact.session) ?? {};
      if (fact.patch.cwd !== undefined) place.cwd ??= fact.patch.cwd;
      if (fact.patch.branch !== undefined) place.branch = fact.patch.branch;
      places.set(fact.session, place);
    }
    for (const fact of batch.facts) {
      if (fact.type !== 'request') continue;
      overlay.add(registry.meet(source, fact.session, places.get(fact.session) ?? {}), claimOf(fact));
    }
    for (const { session, firstAt } of batch.bounds) {
      if (batch.facts.some((fact) => fact.session === session)) registry.widen(source, session, firstAt);
    }
  }
}
