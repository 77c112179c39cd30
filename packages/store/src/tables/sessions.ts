import type { SessionRelation, TitleSource } from '@belfry/core';
import type { TokenColumns } from './token-columns.ts';

/** Where a session is shown: nowhere, under its parent only, or in lists. */
export const shelves = { hidden: 0, underParent: 1, listed: 2 } as const;

/** The sum of the elected claims, beside `TokenColumns`, the sum of all. */
export type CountedColumns = { [Name in keyof TokenColumns as `counted_${Name}`]: number };

/** A session as lists show it: merged from its contributions, counted from its rows. */
export interface SessionRow extends TokenColumns, CountedColumns {
  id: number;
  root_id: number;
  agent: string;
  native: string;
  shelf: number;
  title: string;
  title_source: TitleSource;
  /** A summary in another file that names a record of this session. */
  leaf_title: string | null;
  project: string;
  cwd: string | null;
  branch: string | null;
  /** JSON lists. */
  models: string;
  versions: string;
  entrypoint: string | null;
  /** Native id; the archive may not hold that session. */
  parent: string | null;
  relation: SessionRelation | null;
  parent_call: string | null;
  agent_type: string | null;
  description: string | null;
  team: string | null;
  /** Its name in the team; null on the one that leads. */
  team_member: string | null;
  permission_mode: string | null;
  context_window: number | null;
  reported_cost_micros: number | null;
  first_at: number | null;
  last_at: number | null;
  context_tokens: number | null;
  /** Time and offset of the request `context_tokens` is of, -1 before there is one. */
  context_at: number;
  context_offset: number;
  last_preview: string;
  last_kind: string;
  /** Time and offset of the record `last_preview` is of. */
  last_preview_at: number;
  last_preview_offset: number;
  source_gone: number;
  /** What the text filter looks in, lower case. */
  needle: string;
  messages: number;
  prompts: number;
  replies: number;
  errors: number;
  tool_calls: number;
  tool_errors: number;
  pending_calls: number;
  children: number;
  issues: number;
  /** When its content was pruned, ms since 1970 UTC; what is newer has come since. 0: it was, where a backup came from. */
  pruned_at: number | null;
}

/** What one generation of one source says of a session; `patch` is a `Contribution` as JSON. */
export interface ContributionRow {
  session_id: number;
  source_id: number;
  generation: number;
  /** Of the first fact about the session; null while only a record's time is known. */
  first_offset: number | null;
  first_at: number | null;
  last_at: number | null;
  patch: string;
}

/** The call of `session_id` that spawned the session with this native id. */
export interface LinkRow {
  session_id: number;
  call: string;
  child: string;
}

/** A session before anything is known of it: the column defaults. */
export const newSession: Omit<SessionRow, 'id' | 'root_id' | 'agent' | 'native'> = {
  shelf: shelves.hidden,
  title: '',
  title_source: 'none',
  leaf_title: null,
  project: 'unknown',
  cwd: null,
  branch: null,
  models: '[]',
  versions: '[]',
  entrypoint: null,
  parent: null,
  relation: null,
  parent_call: null,
  agent_type: null,
  description: null,
  team: null,
  team_member: null,
  permission_mode: null,
  context_window: null,
  reported_cost_micros: null,
  first_at: null,
  last_at: null,
  context_tokens: null,
  context_at: -1,
  context_offset: -1,
  last_preview: '',
  last_kind: '',
  last_preview_at: -1,
  last_preview_offset: -1,
  source_gone: 0,
  needle: '',
  messages: 0,
  prompts: 0,
  replies: 0,
  errors: 0,
  tool_calls: 0,
  tool_errors: 0,
  pending_calls: 0,
  children: 0,
  issues: 0,
  pruned_at: null,
  input: 0,
  output: 0,
  reasoning: 0,
  cache_read: 0,
  cache_write_5m: 0,
  cache_write_1h: 0,
  web_searches: 0,
  counted_input: 0,
  counted_output: 0,
  counted_reasoning: 0,
  counted_cache_read: 0,
  counted_cache_write_5m: 0,
  counted_cache_write_1h: 0,
  counted_web_searches: 0,
};
