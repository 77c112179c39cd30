import type {
  ArchiveStats,
  DiskQuery,
  DiskUsage,
  FeedPage,
  FeedQuery,
  FileEditPage,
  FileEditQuery,
  IssueView,
  MessagePage,
  MessageQuery,
  NameCount,
  Page,
  RawRecord,
  SearchPage,
  SearchQuery,
  SessionDetail,
  SessionFacets,
  SessionQuery,
  SessionTree,
  SessionView,
  ToolCallDetail,
  ToolCallView,
} from '@belfry/core';

/**
 * What the routes ask of the archive. `undefined` means there is no such session, call or image.
 * A cursor that cannot be read throws BELFRY_CURSOR_INVALID.
 */
export interface ReadPort {
  sessions(query: SessionQuery): Promise<Page<SessionView>>;
  sessionFacets(query: SessionQuery, bounds: readonly string[]): Promise<SessionFacets>;
  session(id: string): Promise<SessionDetail | undefined>;
  messages(query: MessageQuery): Promise<MessagePage | undefined>;
  toolCalls(sessionId: string, query: { cursor?: string; limit?: number }): Promise<Page<ToolCallView> | undefined>;
  toolCall(sessionId: string, callId: string): Promise<ToolCallDetail | undefined>;
  image(sessionId: string, key: string, index: number): Promise<{ mediaType: string; bytes: Uint8Array } | undefined>;
  rawRecords(sessionId: string, key: string): Promise<RawRecord[] | undefined>;
  /** `undefined` when `session` names none. */
  search(query: SearchQuery): Promise<SearchPage | undefined>;
  children(sessionId: string): Promise<SessionView[] | undefined>;
  /** `now`: ms since 1970 UTC that activity is judged at. `whole`: from the topmost ancestor on. */
  sessionTree(sessionId: string, query: { whole?: boolean; now: number }): Promise<SessionTree | undefined>;
  feed(query: FeedQuery): Promise<FeedPage>;
  /** `undefined` when `session` names none. */
  edits(query: FileEditQuery): Promise<FileEditPage | undefined>;
  projects(): Promise<NameCount[]>;
  agents(): Promise<NameCount[]>;
  machines(): Promise<NameCount[]>;
  stats(): Promise<ArchiveStats>;
  disk(query: DiskQuery): Promise<DiskUsage>;
  issues(query: IssueQuery): Promise<Page<IssueView>>;
}

export interface IssueQuery {
  code?: string;
  agent?: string;
  sessionId?: string;
  cursor?: string;
  limit?: number;
}
