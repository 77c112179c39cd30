import type { Change, Issue, QuotaSample, SourceCursor, SourceRef } from '@belfry/core';
import type { ArchiveWriter } from '@belfry/store';

/** What the archive keeps of what was heard of one agent. */
export interface Heard {
  agent: string;
  issues: Issue[];
  quota: QuotaSample[];
}

/**
 * Keeps what was heard. Issues need a source they were found in: it is the agent's hooks, below `spoolDir`, of which no
 * byte is kept.
 */
export function noteHeard(
  archive: Pick<ArchiveWriter, 'source' | 'applyBatch' | 'noteQuota'>,
  { machine, spoolDir }: { machine: string; spoolDir: string },
  { agent, issues, quota }: Heard,
): Change[] {
  const changes = quota.length === 0 ? [] : archive.noteQuota(machine, quota);
  if (issues.length === 0) return changes;
  const source: SourceRef = {
    machine,
    root: spoolDir,
    path: `hooks/${agent}`,
    agent,
    format: 'opaque',
    role: 'sidecar',
  };
  const cursor = archive.source(machine, source.root, source.path)?.cursor;
  const nothing = new Uint8Array();
  return [
    ...changes,
    ...archive.applyBatch({
      source,
      from: cursor,
      to: cursor ?? unread,
      bytes: nothing,
      pending: nothing,
      facts: [],
      issues,
      bounds: [],
    }),
  ];
}

const unread: SourceCursor = {
  generation: 0,
  offset: 0,
  state: null,
  file: { dev: 0, ino: 0, size: 0, mtimeNs: '0' },
  checks: [],
};
