import type { FeedKind } from './model/feed.ts';
import type { FileAccess } from './model/file-touch.ts';
import type { MessageRole, MessageVariant } from './model/message.ts';
import type { SearchKind } from './model/search.ts';

/** A page of a list. `next` is opaque; absent on the last page. */
export interface Page<T> {
  items: T[];
  next?: string;
  total: number;
}

/** `project`: by name, and inside a project most recent first. */
export type SessionSort = 'recent' | 'oldest' | 'longest' | 'tokens' | 'messages' | 'project';

/** Filters of the session list; all given ones must hold. */
export interface SessionQuery {
  agent?: string[];
  project?: string[];
  branch?: string[];
  machine?: string[];
  /** ISO instants: sessions with a record in [from, to). Zones are resolved before the store. */
  from?: string;
  to?: string;
  hasError?: boolean;
  /** Whether subagents, forks or continuations came from it. */
  hasChildren?: boolean;
  /** Whether every source of it has vanished. */
  sourceGone?: boolean;
  /** Whether a part of it could not be read. */
  hasIssues?: boolean;
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

export type SearchSort = 'newest' | 'oldest' | 'relevance';

/** A question in words; all given filters must hold. Instants are ISO 8601, zones are resolved before the store. */
export interface SearchQuery {
  /** Any text; nothing in it is a syntax error. */
  q: string;
  /** Default `auto`: by the index, and letter by letter when that finds nothing. `any`: one of the words is enough. */
  match?: 'auto' | 'words' | 'any' | 'text';
  kind?: SearchKind[];
  role?: MessageRole[];
  agent?: string[];
  project?: string[];
  branch?: string[];
  /** Names or kinds of tools. */
  tool?: string[];
  hasError?: boolean;
  /** Public id of the session to look in. */
  session?: string;
  /** With `session`: in its subagents too. */
  includeSubagents?: boolean;
  /** With `session`: in its subagents, and not in itself. */
  onlySubagents?: boolean;
  /** Records in [from, to). */
  from?: string;
  to?: string;
  sort?: SearchSort;
  cursor?: string;
  /** 1 to 100, default 20. */
  limit?: number;
}

/** The feed of all sessions, newest first; all given filters must hold. */
export interface FeedQuery {
  agent?: string[];
  project?: string[];
  /** Variants of messages and kinds of tools; default all. */
  kind?: FeedKind[];
  /** Only errors of the agent and calls that failed; `false`: only others. */
  hasError?: boolean;
  /** Records in [from, to), ISO instants. */
  from?: string;
  to?: string;
  cursor?: string;
  /** 1 to 500, default 50. */
  limit?: number;
}

/** Files that calls touched, newest first; all given filters must hold. */
export interface FileEditQuery {
  /** An absolute path: that file, or everything below that directory. Else the end of a path: `engine.ts`, `src/engine.ts`. */
  path?: string;
  /** Any piece of the path, ignoring case. */
  text?: string;
  agent?: string[];
  project?: string[];
  /** Public id. */
  session?: string;
  /** Default `['write']`. */
  access?: FileAccess[];
  /** Calls that failed, or were refused, too: they touched nothing. Default `false`. */
  includeFailed?: boolean;
  cursor?: string;
  /** 1 to 200, default 50. */
  limit?: number;
}

export interface NameCount {
  name: string;
  sessions: number;
  lastAt?: string;
}

export interface DiskQuery {
  /** Default `agent`. */
  by?: 'agent' | 'project' | 'session';
  agent?: string[];
  project?: string[];
  /** 1 to 500, default 50. */
  limit?: number;
}

export interface ArchiveStats {
  /** Those the session list shows; subagents are counted apart. */
  sessions: number;
  subagents: number;
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
