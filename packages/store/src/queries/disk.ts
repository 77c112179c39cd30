import { statSync } from 'node:fs';
import type { ArchiveDisk, DiskFigures, DiskGroup, DiskQuery, DiskUsage } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { toIsoTime } from '../views/iso-time.ts';
import { readKeptBytes } from './kept-bytes.ts';
import { createSourceOwners, type Owner } from './source-owners.ts';

const noFigures: DiskFigures = { sources: 0, sourcesGone: 0, sourceBytes: 0, goneBytes: 0, keptBytes: 0 };

interface SourceSize {
  id: number;
  agent: string;
  offset: number;
  gone: number;
}

/** What sources hold and what keeping them takes, by agent, project or session. */
export function readDiskUsage(connection: Connection, path: string, query: DiskQuery): DiskUsage {
  const kept = readKeptBytes(connection);
  const ownerOf = createSourceOwners(connection);
  const groups = new Map<string, DiskGroup>();
  const counted = new Map<string, Set<number>>();
  const total = { ...noFigures };
  const sources = connection.prepare('SELECT id, agent, "offset", gone FROM sources').all() as SourceSize[];
  for (const source of sources) {
    const owner = ownerOf(source.id);
    if (!isWanted(query, source.agent, owner)) continue;
    const group = toGroup(query, source.agent, owner);
    const known = groups.get(group.name) ?? group;
    groups.set(group.name, known);
    const keptBytes = kept.bySource.get(source.id) ?? 0;
    add(known, source, keptBytes);
    add(total, source, keptBytes);
    if (owner === undefined) continue;
    const sessions = counted.get(group.name) ?? new Set();
    counted.set(group.name, sessions.add(owner.id));
    known.sessions = sessions.size;
    if (owner.last_at !== null) known.lastAt = latest(known.lastAt, toIsoTime(owner.last_at));
  }
  const items = [...groups.values()].sort((a, b) => b.keptBytes - a.keptBytes || (a.name < b.name ? -1 : 1));
  return {
    archive: readArchiveDisk(connection, path, kept.segmentBytes, kept.blobBytes),
    total,
    items: items.slice(0, query.limit ?? 50),
    groups: items.length,
  };
}

function isWanted({ agent, project }: DiskQuery, of: string, owner: Owner | undefined): boolean {
  if (agent !== undefined && !agent.includes(of)) return false;
  return project === undefined || (owner !== undefined && project.includes(owner.project));
}

function toGroup({ by = 'agent' }: DiskQuery, agent: string, owner: Owner | undefined): DiskGroup {
  if (by === 'agent') return { name: agent, sessions: 0, ...noFigures };
  if (owner === undefined) return { name: '', sessions: 0, ...noFigures };
  if (by === 'project') return { name: owner.project, sessions: 0, ...noFigures };
  const { publicId, project, title } = owner;
  return { name: publicId, agent, project, title, sessions: 0, ...noFigures };
}

function add(figures: DiskFigures, { offset, gone }: SourceSize, keptBytes: number): void {
  figures.sources += 1;
  figures.sourcesGone += gone;
  figures.sourceBytes += offset;
  if (gone === 1) figures.goneBytes += offset;
  figures.keptBytes += keptBytes;
}

function latest(a: string | undefined, b: string): string {
  return a === undefined || a < b ? b : a;
}

function readArchiveDisk(connection: Connection, path: string, segmentBytes: number, blobBytes: number): ArchiveDisk {
  const pragma = (name: string) => Number(connection.pragma(name, { simple: true }));
  const pageBytes = pragma('page_size');
  const fileBytes = pragma('page_count') * pageBytes;
  const freeBytes = pragma('freelist_count') * pageBytes;
  const walBytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const rowBytes = Math.max(0, fileBytes - freeBytes - segmentBytes - blobBytes);
  return { fileBytes, walBytes, freeBytes, segmentBytes, blobBytes, rowBytes };
}
