import type { ToolCallStatus, ToolKind } from '@belfry/core';

/** A tool call with what its results say together; `name` is null while only results are known. */
export interface ToolCallRow {
  session_id: number;
  call: string;
  source_id: number | null;
  generation: number | null;
  offset: number;
  message_key: string | null;
  name: string | null;
  kind: ToolKind | null;
  summary: string;
  at: number | null;
  status: ToolCallStatus;
  finished_at: number | null;
  outcome: string;
  added: number | null;
  removed: number | null;
  output_bytes: number;
}

/** One record that answers a call or adds to an answer. */
export interface ToolResultRow {
  session_id: number;
  call: string;
  /** `toRecordHash` of the record's id. */
  record: number;
  source_id: number;
  generation: number;
  offset: number;
  length: number;
  is_error: number;
  /** 0: only adds detail to a result written elsewhere. */
  answers: number;
  outcome: string;
  at: number | null;
  added: number | null;
  removed: number | null;
  output_bytes: number;
}
