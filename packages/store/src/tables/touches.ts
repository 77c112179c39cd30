import type { FileChange } from '@belfry/core';

/** Every path a call ever named, once. */
export interface FilePathRow {
  id: number;
  path: string;
  /** Last segment, lower case. */
  name: string;
}

/** What one record says a call did to a file; several records of a call may speak of one file. */
export interface TouchRow {
  session_id: number;
  call: string;
  /** 0: the call itself; else `toRecordHash` of the result's record. */
  record: number;
  /** 1: written, 0: only read. */
  written: number;
  path_id: number;
  change: FileChange | null;
  /** The other path of a rename. */
  other_id: number | null;
  added: number | null;
  removed: number | null;
  /** The call's. */
  at: number | null;
  /** 1 on the row that stands for (call, written, path) in lists; 0 on the others, and while the call is unknown. */
  shown: number;
}
