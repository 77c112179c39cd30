import type { UsageSession } from '@belfry/core';
import { agents, type FoundSource, readSource } from '@belfry/ingest';
import { type CatchUp, type ClaimingSession, toProjectName } from '@belfry/store';
import { firstOverlayKey } from '@belfry/usage';

interface Entry {
  session: ClaimingSession;
  /** Files that were read of it, not counting what the archive has read. */
  sources: FoundSource[];
  cwd?: string;
  branch?: string;
  /** ms of the first record that was read of it, where that is known already. */
  firstAt?: number;
}

/** Sessions met while files are read, each with the archive's number or a new one. */
export interface SessionRegistry {
  meet(source: FoundSource, native: string, place: { cwd?: string; branch?: string }): ClaimingSession;
  /** A session begins at this time at the latest, as records say that were read whole. */
  widen(source: FoundSource, native: string, firstAt: number): void;
  /** Those the archive does not hold. */
  fresh(): UsageSession[];
}

export function createSessionRegistry(archive: CatchUp | undefined): SessionRegistry {
  const entries = new Map<string, Entry>();
  let nextKey = firstOverlayKey;

  const meet = (source: FoundSource, native: string): Entry => {
    const { agent, machine, root } = source.ref;
    const name = [agent, native, machine, root].join('\n');
    const known = entries.get(name);
    if (known !== undefined) {
      if (!known.sources.includes(source)) known.sources.push(source);
      return known;
    }
    const identity = { agent, native, machine, root };
    const stored = archive?.find(identity);
    const session = { ...identity, key: stored?.key ?? nextKey++, firstAt: () => earliest(stored?.firstAt(), entry) };
    const entry: Entry = { session, sources: [source] };
    entries.set(name, entry);
    return entry;
  };

  return {
    meet(source, native, { cwd, branch }) {
      const entry = meet(source, native);
      if (cwd !== undefined) entry.cwd ??= cwd;
      if (branch !== undefined) entry.branch = branch;
      return entry.session;
    },
    widen(source, native, firstAt) {
      const entry = meet(source, native);
      entry.firstAt = Math.min(entry.firstAt ?? firstAt, firstAt);
    },
    fresh: () =>
      [...entries.values()]
        .filter(({ session }) => session.key >= firstOverlayKey)
        .map((entry) => toUsageSession(entry)),
  };
}

/** Reads what was only skimmed once more where the time of its first record decides something. */
function earliest(stored: number | null | undefined, entry: Entry): number | null {
  entry.firstAt ??= Math.min(...entry.sources.map((source) => firstTimeIn(source, entry.session.native)));
  const first = Math.min(entry.firstAt, stored ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(first) ? first : null;
}

function firstTimeIn({ ref }: FoundSource, native: string): number {
  const agent = agents.find(({ id }) => id === ref.agent);
  let first = Number.POSITIVE_INFINITY;
  if (agent === undefined) return first;
  for (const { bounds } of readSource({ agent }, ref, undefined)) {
    for (const { session, firstAt } of bounds) if (session === native) first = Math.min(first, firstAt);
  }
  return first;
}

function toUsageSession({ session, sources, cwd, branch }: Entry): UsageSession {
  const { key, agent, native } = session;
  const slash = native.lastIndexOf('/');
  return {
    key,
    id: `${agent}:${native}`,
    agent,
    project: toProjectName({ cwd, branch, sourcePath: sources[0]?.ref.path }),
    title: '',
    ...(cwd === undefined ? {} : { cwd }),
    ...(slash < 0 ? {} : { parentId: `${agent}:${native.slice(0, slash)}` }),
  };
}
