import type { MessageRole, MessageVariant } from '@belfry/core';

/** `left`: abandoned by what another source of the session says, which may take it back. */
export const messageFlags = { abandoned: 1, inherited: 2, left: 4 } as const;

/** A message; its primary key is its place in reading order inside its source. */
export interface MessageRow {
  session_id: number;
  source_id: number;
  /** Of its first record. */
  offset: number;
  /** Older than the source's own: the agent rewrote its past without this message. */
  generation: number;
  /** Among the messages of one record. */
  nth: number;
  key: string;
  role: MessageRole;
  variant: MessageVariant;
  at: number | null;
  model: string | null;
  preview: string;
  /** Sum of `messageFlags`. */
  flags: number;
  /** Its records in its own source and generation, see `packSpans`. */
  spans: Uint8Array;
  /** What other files or pasts add to it, see `packElsewhere`; `null` for nothing. */
  elsewhere: string | null;
}
