import { BelfryError, toSessionId } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { readKeptBytes } from '../queries/kept-bytes.ts';
import { shelves } from '../tables/sessions.ts';
import { isPruned } from '../tables/sources.ts';
import { type Family, type FamilySource, readFamilies } from './families.ts';

/** Which sessions to prune; all given conditions must hold. Subagents and side-cars go with their session. */
export interface PruneSelection {
  /** ISO 8601: nothing of the session is as new as this. */
  before?: string;
  agent?: readonly string[];
  project?: readonly string[];
  machine?: readonly string[];
  /** Public ids. */
  session?: readonly string[];
}

/** A session that a selection names, with what goes with it. */
export interface PrunableSession {
  id: string;
  agent: string;
  project: string;
  machine: string;
  title: string;
  /** ISO 8601 UTC of the latest record, of its subagents too. */
  lastAt?: string;
  subagents: number;
  messages: number;
  files: number;
  /** Of these, still on disk: they stay there, and are not read again. */
  filesOnDisk: number;
  /** As the agents wrote them. */
  sourceBytes: number;
}

/** What pruning a selection would take away; nothing has happened. */
export interface PrunePlan {
  /** Oldest first. */
  sessions: PrunableSession[];
  subagents: number;
  messages: number;
  files: number;
  filesOnDisk: number;
  sourceBytes: number;
  /** Compressed bytes that go, binaries no other session holds included; rows and indexes come on top. */
  keptBytes: number;
  /** Absolute paths of files that speak of these sessions among others: they are kept whole. */
  sharedFiles: string[];
}

/** @throws BELFRY_USAGE when nothing is selected by anything: pruning everything must be said */
export function planPrune(connection: Connection, selection: PruneSelection): PrunePlan {
  const families = selectFamilies(connection, selection);
  const sessions = families
    .map(toPrunable)
    .sort((a, b) => compare(a.lastAt ?? '', b.lastAt ?? '') || compare(a.id, b.id));
  const sum = (of: (session: PrunableSession) => number) => sessions.reduce((total, session) => total + of(session), 0);
  const shared = families.flatMap((family) => family.shared.map(toPath));
  return {
    sessions,
    subagents: sum((session) => session.subagents),
    messages: sum((session) => session.messages),
    files: sum((session) => session.files),
    filesOnDisk: sum((session) => session.filesOnDisk),
    sourceBytes: sum((session) => session.sourceBytes),
    keptBytes: freedBytes(connection, families),
    sharedFiles: [...new Set(shared)].sort(compare),
  };
}

/** Families a selection names that have something left to prune. */
export function selectFamilies(connection: Connection, selection: PruneSelection): Family[] {
  const { before, agent, project, machine, session } = selection;
  if (Object.values(selection).every((condition) => condition === undefined)) {
    throw new BelfryError('BELFRY_USAGE', 'Nothing says which sessions to prune.', {
      hint: 'Give an age, an agent, a project, a machine or a session.',
    });
  }
  const beforeMs = before === undefined ? Number.POSITIVE_INFINITY : Date.parse(before);
  if (Number.isNaN(beforeMs)) throw new BelfryError('BELFRY_USAGE', `"${before}" is no instant.`);
  return readFamilies(connection).all.filter((family) => {
    const { top } = family;
    return (
      hasContent(family) &&
      lastAtOf(family) < beforeMs &&
      (agent === undefined || agent.includes(top.agent)) &&
      (project === undefined || project.includes(top.project)) &&
      (machine === undefined || machine.includes(top.machine)) &&
      (session === undefined || session.includes(toSessionId(top.agent, top.native)))
    );
  });
}

/** Of what was pruned before only the rest is asked about: what came since. */
function hasContent({ members, sources }: Family): boolean {
  return members.some(({ pruned_at }) => pruned_at === null) || sources.some((source) => !isPruned(source));
}

/** A session without any time is as old as can be. */
function lastAtOf({ members }: Family): number {
  return Math.max(0, ...members.map(({ last_at }) => last_at ?? 0));
}

function toPrunable(family: Family): PrunableSession {
  const { top, members } = family;
  const lastAt = lastAtOf(family);
  const sources = family.sources.filter((source) => !isPruned(source));
  return {
    id: toSessionId(top.agent, top.native),
    agent: top.agent,
    project: top.project,
    machine: top.machine,
    title: top.title,
    ...(lastAt === 0 ? {} : { lastAt: new Date(lastAt).toISOString() }),
    subagents: members.filter(({ shelf }) => shelf === shelves.underParent).length,
    messages: members.reduce((sum, { messages }) => sum + messages, 0),
    files: sources.length,
    filesOnDisk: sources.filter(({ gone }) => gone === 0).length,
    sourceBytes: sources.reduce((sum, { offset, pruned_offset }) => sum + offset - pruned_offset, 0),
  };
}

function freedBytes(connection: Connection, families: readonly Family[]): number {
  const ids = new Set(families.flatMap(({ sources }) => sources.map(({ id }) => id)));
  const { segmentsOf, blobs } = readKeptBytes(connection);
  let bytes = 0;
  for (const id of ids) bytes += segmentsOf.get(id) ?? 0;
  for (const { holders, sizeBytes } of blobs.values()) {
    if (holders.size > 0 && [...holders].every((id) => ids.has(id))) bytes += sizeBytes;
  }
  return bytes;
}

function toPath({ root, path }: FamilySource): string {
  return `${root}/${path}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
