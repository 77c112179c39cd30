import type { FileStamp, IngestBatch, SourceCursor, SourceRef } from '@belfry/core';
import type { AgentDefinition } from './agent.ts';
import { startAnew } from './source/reading-start.ts';

/**
 * A batch that reads nothing of a source and says why: it is not tried again before its file changes.
 * For a source that ended the process that read it.
 */
export function setAside(
  agent: AgentDefinition,
  source: SourceRef,
  from: SourceCursor | undefined,
  file: FileStamp,
  detail: string,
): IngestBatch {
  const { generation, offset, state, checks } = startAnew(agent, source);
  const to: SourceCursor = from ? { ...from, file } : { generation, offset, state, file, checks: checks.checks() };
  const nothing = new Uint8Array();
  const issue = { code: 'unreadable', detail, offset: to.offset, length: 0, excerpt: '' } as const;
  const empty = { bytes: nothing, pending: nothing, facts: [], bounds: [] };
  return { source, from, to, ...empty, issues: [issue], parser: agent.version };
}
