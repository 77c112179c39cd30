import type { Change, SourceRef, SyncProgress } from '@belfry/core';

/** A file found on disk that the archive has not read to its end. */
export interface BacklogSource {
  source: SourceRef;
  sizeBytes: number;
}

export interface WatchStatus {
  roots: RootStatus[];
  watchedDirectories: number;
  sources: number;
  /** Set when the system gave no more watches and belfry polls instead. */
  degraded: string | undefined;
}

export interface RootStatus {
  agent: string;
  path: string;
  via: string;
  /** Why it is not watched; absent when it is. */
  problem?: string;
}

/** What the main thread asks of the ingest worker. */
export interface IngestCalls {
  start(): Promise<void>;
  /** Looks at one file now; resolves when what it held is committed. */
  syncPath(path: string): Promise<void>;
  /** Looks at everything now. */
  rescan(): Promise<void>;
  status(): Promise<WatchStatus>;
  stop(): Promise<void>;
}

/** What the ingest worker tells the main thread. */
export interface IngestEvents {
  committed(changes: Change[]): void;
  backlog(sources: BacklogSource[]): void;
  failed(message: string): void;
}

/** What the import child tells its parent. */
export interface ImportEvents {
  progress(progress: Pick<SyncProgress, 'filesDone' | 'bytesDone' | 'issues'>): void;
  committed(changes: Change[]): void;
}

export interface ImportCalls {
  run(sources: BacklogSource[]): Promise<void>;
}
