import type { ReadStore } from '@belfry/store';
import type { ErrorMessage } from './error-message.ts';

export interface ReaderRequest {
  id: number;
  method: keyof ReadStore;
  args: unknown[];
}

export type ReaderReply = { id: number; value: unknown } | { id: number; error: ErrorMessage };

/** The reads as names, for the proxy; `satisfies` below makes a missing one a type error. */
export const readMethods = Object.keys({
  sessions: true,
  sessionFacets: true,
  session: true,
  sessionByPath: true,
  messages: true,
  toolCalls: true,
  toolCall: true,
  image: true,
  rawRecords: true,
  search: true,
  children: true,
  sessionTree: true,
  feed: true,
  edits: true,
  projects: true,
  agents: true,
  machines: true,
  stats: true,
  disk: true,
  issues: true,
} satisfies Record<keyof ReadStore, true>) as (keyof ReadStore)[];
