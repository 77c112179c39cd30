import type {
  ArchiveStats,
  IssueView,
  MessagePage,
  MessageQuery,
  NameCount,
  Page,
  SearchPage,
  SearchQuery,
  SessionDetail,
  SessionQuery,
  SessionView,
  ToolCallView,
} from '@belfry/core';

/**
 * What the routes ask of the archive. `undefined` means there is no such session, call or image.
 * A cursor that cannot be read throws BELFRY_CURSOR_INVALID.
 */
export interface ReadPort {
  sessions(query: SessionQuery): Promise<Page<SessionView>>;
  session(id: string): Promise<SessionDetail | undefined>;
  messages(query: MessageQuery): Promise<MessagePage | undefined>;
  toolCalls(sessionId: string, query: { cursor?: string; limit?: number }): Promise<Page<ToolCallView> | undefined>;
  toolCall(sessionId: string, callId: string): Promise<ToolCallView | undefined>;
  image(sessionId: string, key: string, index: number): Promise<{ mediaType: string; bytes: Uint8Array } | undefined>;
  /** `undefined` when `session` names none. */
  search(query: SearchQuery): Promise<SearchPage | undefined>;
  children(sessionId: string): Promise<SessionView[] | undefined>;
  projects(): Promise<NameCount[]>;
  agents(): Promise<NameCount[]>;
  machines(): Promise<NameCount[]>;
  stats(): Promise<ArchiveStats>;
  issues(query: IssueQuery): Promise<Page<IssueView>>;
}

export interface IssueQuery {
  code?: string;
  agent?: string;
  sessionId?: string;
  cursor?: string;
  limit?: number;
}
