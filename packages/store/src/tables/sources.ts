export interface RootRow {
  id: number;
  machine: string;
  path: string;
}

/** A file with its cursor; `state` and `checks` are JSON. */
export interface SourceRow {
  id: number;
  root_id: number;
  path: string;
  agent: string;
  format: 'jsonl' | 'json' | 'opaque';
  role: 'transcript' | 'sidecar';
  compression: 'zstd' | null;
  session: string | null;
  generation: number;
  offset: number;
  state: string;
  checks: string;
  dev: number;
  ino: number;
  size: number;
  mtime_ns: string;
  gone: number;
  /** See `SourceCursor.compared`. */
  compared: number;
  /** Bytes before this offset of the newest generation were pruned. */
  pruned_offset: number;
  /** Versions of the parser its rows are from. */
  text_version: number;
  usage_version: number;
}

/** Of such a source only the place it was read up to is left. */
export function isPruned({ offset, pruned_offset }: Pick<SourceRow, 'offset' | 'pruned_offset'>): boolean {
  return pruned_offset > 0 && pruned_offset >= offset;
}
