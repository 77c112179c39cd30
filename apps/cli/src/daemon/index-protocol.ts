import type { Change } from '@belfry/core';
import type { DocChunk, SearchTodo } from '@belfry/store';

/** What the parent asks of the indexing process. */
export interface IndexCalls {
  /**
   * Brings rows of older parsers up to date, indexes everything the archive still has to index, and merges what that
   * left; resolves when all is done.
   */
  run(): Promise<void>;
}

/** What the indexing process tells its parent. */
export interface IndexEvents {
  /** Sessions that were derived again. */
  committed(changes: Change[]): void;
  /** A family of sessions, by one of its files, that could not be derived again; the others are not harmed. */
  failed(failure: { path: string | undefined; code: string; message: string }): void;
  /** A session whose texts could not be read; the others are not harmed. */
  skipped(failure: { sessionId: number; message: string }): void;
}

/** What a thread that reads texts is asked. */
export type IndexReaderTask =
  /** Read a session from where it stands, after those asked for before. */
  | { kind: 'read'; todo: SearchTodo }
  /** A chunk of the session was stored; another one may follow. */
  | { kind: 'stored'; todo: SearchTodo }
  /** The session changed: what is left of it is of no use. */
  | { kind: 'leave'; todo: SearchTodo };

/** What it answers; `done` follows the last chunk of a session. */
export type IndexReaderReply = { kind: 'chunk'; chunk: DocChunk } | { kind: 'done' };
