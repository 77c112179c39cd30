import { type SessionView, toSessionId } from '@belfry/core';
import type { SessionRow } from '../tables/sessions.ts';
import { type TokenColumns, tokenColumns, toTokenUsage } from '../tables/token-columns.ts';
import { toIsoTime } from './iso-time.ts';

/** The root a session's row refers to by number. */
export interface SessionPlace {
  machine: string;
  root: string;
}

export function toSessionView(row: SessionRow, place: SessionPlace): SessionView {
  const view: SessionView = {
    id: toSessionId(row.agent, row.native),
    agent: row.agent,
    machine: place.machine,
    root: place.root,
    title: row.title,
    titleSource: row.title_source,
    project: row.project,
    models: JSON.parse(row.models) as string[],
    versions: JSON.parse(row.versions) as string[],
    messages: row.messages,
    prompts: row.prompts,
    toolCalls: row.tool_calls,
    toolErrors: row.tool_errors,
    pendingCalls: row.pending_calls,
    children: row.children,
    issues: row.issues,
    tokens: toTokenUsage(row),
    countedTokens: toTokenUsage(countedTokens(row)),
    sourceGone: row.source_gone === 1,
    lastPreview: row.last_preview,
    lastKind: row.last_kind,
  };
  if (row.cwd !== null) view.cwd = row.cwd;
  if (row.branch !== null) view.branch = row.branch;
  if (row.entrypoint !== null) view.entrypoint = row.entrypoint;
  if (row.parent !== null) view.parentId = toSessionId(row.agent, row.parent);
  if (row.relation !== null) view.relation = row.relation;
  if (row.parent_call !== null) view.parentCallId = row.parent_call;
  if (row.agent_type !== null) view.agentType = row.agent_type;
  if (row.first_at !== null) view.startedAt = toIsoTime(row.first_at);
  if (row.last_at !== null) view.lastAt = toIsoTime(row.last_at);
  if (row.context_tokens !== null) view.contextTokens = row.context_tokens;
  if (row.context_window !== null) view.contextWindow = row.context_window;
  return view;
}

function countedTokens(row: SessionRow): TokenColumns {
  return Object.fromEntries(
    tokenColumns.map(([column]) => [column, row[`counted_${column}`]]),
  ) as unknown as TokenColumns;
}
