import { statSync } from 'node:fs';
import {
  type ArchiveDisk,
  type DiskFigures,
  type DiskGroup,
  type DiskQuery,
  type DiskUsage,
  toSessionId,
} from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { type Family, type FamilySource, readFamilies } from '../keeping/families.ts';
import { shelves } from '../tables/sessions.ts';
import { isPruned } from '../tables/sources.ts';
import { toIsoTime } from '../views/iso-time.ts';
import { type KeptBytes, readKeptBytes } from './kept-bytes.ts';
import { toLimit } from './page-cursor.ts';

const noFigures: DiskFigures = { sources: 0, sourcesGone: 0, sourceBytes: 0, goneBytes: 0, keptBytes: 0 };

/** What sources hold and what keeping them takes, by agent, project or session. */
export function readDiskUsage(connection: Connection, path: string, query: DiskQuery): DiskUsage {
  const kept = readKeptBytes(connection);
  const keptOf = keptBySource(kept);
  const { all, strays } = readFamilies(connection);
  const groups = new Map<string, DiskGroup>();
  const total = { ...noFigures };
  const seen = new Set<FamilySource>();

  const take = (source: FamilySource, family: Family | undefined): void => {
    // A file that speaks of several counts with the first.
    if (seen.has(source)) return;
    seen.add(source);
    if (isPruned(source) || !isWanted(query, source, family)) return;
    const group = toGroup(query, source, family);
    const known = groups.get(group.name) ?? group;
    groups.set(group.name, known);
    const keptBytes = keptOf.get(source.id) ?? 0;
    add(known, source, keptBytes);
    add(total, source, keptBytes);
  };
  for (const family of all) {
    for (const source of family.sources) take(source, family);
    for (const source of family.shared) take(source, source.role === 'transcript' ? family : undefined);
    count(groups, query, family);
  }
  for (const source of strays) take(source, undefined);

  const items = [...groups.values()].sort((a, b) => b.keptBytes - a.keptBytes || (a.name < b.name ? -1 : 1));
  return {
    archive: readArchiveDisk(connection, path, kept),
    total,
    items: items.slice(0, toLimit(query.limit, 50)),
    groups: items.length,
  };
}

/** A binary that several sources hold counts with the first of them, so that the sum is what there is. */
function keptBySource({ segmentsOf, blobs }: KeptBytes): Map<number, number> {
  const kept = new Map(segmentsOf);
  for (const { sizeBytes, holders } of blobs.values()) {
    const [first] = holders;
    if (first !== undefined) kept.set(first, (kept.get(first) ?? 0) + sizeBytes);
  }
  return kept;
}

function isWanted({ agent, project }: DiskQuery, of: { agent: string }, family: Family | undefined): boolean {
  if (agent !== undefined && !agent.includes(of.agent)) return false;
  return project === undefined || (family !== undefined && project.includes(family.top.project));
}

function toGroup({ by = 'agent' }: DiskQuery, source: FamilySource, family: Family | undefined): DiskGroup {
  const name = toGroupName(by, source.agent, family);
  const group = { name, sessions: 0, ...noFigures };
  if (by !== 'session' || family === undefined) return group;
  const { agent, project, title } = family.top;
  return { ...group, agent, project, title };
}

function toGroupName(by: NonNullable<DiskQuery['by']>, agent: string, family: Family | undefined): string {
  if (by === 'agent') return agent;
  if (family === undefined) return '';
  return by === 'project' ? family.top.project : toSessionId(family.top.agent, family.top.native);
}

/** Notes a session with the group its files are in. */
function count(groups: Map<string, DiskGroup>, query: DiskQuery, family: Family): void {
  const group = groups.get(toGroupName(query.by ?? 'agent', family.top.agent, family));
  if (group === undefined || family.top.shelf !== shelves.listed || !isWanted(query, family.top, family)) return;
  group.sessions += 1;
  const lastAt = Math.max(...family.members.map(({ last_at }) => last_at ?? 0));
  if (lastAt > 0 && (group.lastAt === undefined || group.lastAt < toIsoTime(lastAt))) group.lastAt = toIsoTime(lastAt);
}

function add(figures: DiskFigures, { offset, pruned_offset, gone }: FamilySource, keptBytes: number): void {
  const bytes = offset - pruned_offset;
  figures.sources += 1;
  figures.sourcesGone += gone;
  figures.sourceBytes += bytes;
  if (gone === 1) figures.goneBytes += bytes;
  figures.keptBytes += keptBytes;
}

function readArchiveDisk(connection: Connection, path: string, { segmentsOf, blobs }: KeptBytes): ArchiveDisk {
  const segmentBytes = [...segmentsOf.values()].reduce((sum, bytes) => sum + bytes, 0);
  const blobBytes = [...blobs.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const pragma = (name: string) => Number(connection.pragma(name, { simple: true }));
  const pageBytes = pragma('page_size');
  const fileBytes = pragma('page_count') * pageBytes;
  const freeBytes = pragma('freelist_count') * pageBytes;
  const walBytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const rowBytes = Math.max(0, fileBytes - freeBytes - segmentBytes - blobBytes);
  return { fileBytes, walBytes, freeBytes, segmentBytes, blobBytes, rowBytes };
}
