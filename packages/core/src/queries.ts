import type { MessageVariant } from './model/message.ts';

/** A page of a list. `next` is opaque; absent on the last page. */
export interface Page<T> {
  items: T[];
  next?: string;
  total: number;
}

export type SessionSort = 'recent' | 'oldest' | 'longest' | 'tokens' | 'messages';

/** Filters of the session list; all given ones must hold. */
export interface SessionQuery {
  agent?: string[];
  project?: string[];
  machine?: string[];
  /** ISO instants: sessions with a record in [from, to). Zones are resolved before the store. */
  from?: string;
  to?: string;
  hasError?: boolean;
  /** Title, project, branch or id contains this, ignoring case. */
  text?: string;
  /** Default `false`: subagents are listed under their parent only. */
  includeSubagents?: boolean;
  sort?: SessionSort;
  cursor?: string;
  /** 1 to 500, default 50. */
  limit?: number;
}

/** A window of a transcript: give `before`, `after` or `around`, or none for the newest. */
export interface MessageQuery {
  sessionId: string;
  before?: string;
  after?: string;
  /** A message key or a message cursor; the window is centred on it. */
  around?: string;
  /** `start` reads from the beginning when no cursor is given. */
  edge?: 'start' | 'end';
  /** Only messages of these variants, e.g. the prompts that head a session's turns. `around` ignores it for its centre. */
  variant?: MessageVariant[];
  /** 1 to 500, default 60. */
  limit?: number;
}

export interface NameCount {
  name: string;
  sessions: number;
  lastAt?: string;
}

export interface ArchiveStats {
  sessions: number;
  messages: number;
  toolCalls: number;
  requests: number;
  sources: number;
  sourcesGone: number;
  sourceBytes: number;
  archiveBytes: number;
  issues: number;
  agents: NameCount[];
}
