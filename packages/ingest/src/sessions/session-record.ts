import type {
  AgentId,
  Block,
  MessageRole,
  MessageVariant,
  SessionId,
  SessionRelation,
  TokenUsage,
  ToolKind,
} from '@belfry/core';

/** A message with its content read. */
export interface SessionMessage {
  key: string;
  role: MessageRole;
  variant: MessageVariant;
  /** ISO 8601 UTC; absent when no record of it has a time. */
  at?: string;
  model?: string;
  /** The text blocks, joined; without thinking, tool calls and results, which are in `blocks`. */
  text: string;
  blocks: Block[];
  /** On a branch the conversation left. */
  abandoned: boolean;
  /** Copied from the parent session by a fork. */
  inherited: boolean;
}

export interface SessionToolCall {
  callId: string;
  name: string;
  kind: ToolKind;
  /** One line: the command, path or pattern. */
  summary: string;
  /** `pending` when no result was seen. */
  status: 'pending' | 'ok' | 'error';
  at?: string;
  finishedAt?: string;
  outcome: string;
  /** Public id of the session this call spawned. */
  childId?: SessionId;
}

/** One session as the files of an agent tell it, all of them taken together. */
export interface SessionRecord {
  id: SessionId;
  agent: AgentId;
  /** Absolute paths of the files it was read from. */
  files: string[];
  title: string;
  cwd?: string;
  branch?: string;
  models: string[];
  versions: string[];
  parentId?: SessionId;
  relation?: SessionRelation;
  /** ISO 8601 UTC of the first and last record. */
  startedAt?: string;
  lastAt?: string;
  messages: SessionMessage[];
  toolCalls: SessionToolCall[];
  /** Tokens of the requests its records show, each once. */
  tokens: TokenUsage;
  /** The part of `tokens` that counts here; a request that several sessions repeat counts in one of them only. */
  countedTokens: TokenUsage;
}
