import type { MessageRole, SearchKind } from '@belfry/core';

/** The two indexes: what was said, thought and asked of tools; what tools answered. */
export const searchSides = [
  { index: 'message_index', words: 'message_words', kinds: ['message', 'thinking', 'tool-input'] },
  { index: 'output_index', words: 'output_words', kinds: ['tool-output'] },
] as const;
export type SearchSide = 0 | 1;

/** Codes of `search_docs.kind` and `.role` are places in these lists. */
export const searchKinds = ['message', 'thinking', 'tool-input', 'tool-output'] as const satisfies SearchKind[];
export const searchRoles = ['user', 'assistant', 'system'] as const satisfies MessageRole[];

/** One text an index knows, and where its record stands; the text itself is read there. */
export interface SearchDocRow {
  /** See `toDocId`: its order is that of time. */
  id: number;
  session_id: number;
  source_id: number;
  offset: number;
  generation: number;
  length: number;
  kind: number;
  /** Among the texts of its kind in one record. */
  nth: number;
  role: number;
  /** Of a tool input or output. */
  call: string | null;
}

/** A session whose rows have texts from this place on that an index does not know yet. */
export interface SearchTodoRow {
  session_id: number;
  side: SearchSide;
  /** In the order of the primary key of `messages`; rows before this place are done. */
  source_id: number;
  offset: number;
  /** About how much is to be read. */
  bytes: number;
  /** Raised whenever rows change under whoever works on it. */
  version: number;
}
