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
  parent_id: number | null;
  relation: SessionRelation | null;
  parent_call: string | null;
  agent_type: string | null;
  description: string | null;
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
}

/** What one generation of one source says of a session; `patch` is a `Contribution` as JSON. */
export interface ContributionRow {
  session_id: number;
  source_id: number;
  generation: number;
  first_offset: number;
  first_at: number | null;
  last_at: number | null;
  patch: string;
}

/** The call of `session_id` that spawned `child_id`. */
export interface LinkRow {
  session_id: number;
  call: string;
  child_id: number;
}
