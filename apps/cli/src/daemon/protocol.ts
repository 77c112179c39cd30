import type { Change } from '@belfry/core';
import type { AgentEnvironment, FoundSource } from '@belfry/ingest';
import type { JudgedSource, KeepingStep, PruneResult, PruneSelection } from '@belfry/store';
import type { LivelyFacts } from './attention/lively-facts.ts';
import type { ImportTask } from './import-queue.ts';
import type { Heard } from './signals/note-heard.ts';
import type { BacklogProgress } from './sync-status.ts';

/** What a thread or process that ingests needs to know; plain data. */
export interface IngestSettings {
  archivePath: string;
  machine: string;
  /** Where hooks leave what they say. */
  spoolDir: string;
  /** Home, platform and environment as the agents would see them. */
  environment: AgentEnvironment;
  /** Further roots per agent, from the configuration. */
  roots: Record<string, string[]>;
  rescanMs: number;
}

/** Structurally the API's `RootStatus`. */
export interface WatchedRoot {
  agent: string;
  machine: string;
  root: string;
  state: 'scanning' | 'watching' | 'unavailable';
  sources: number;
  reason?: string;
  unreadable?: { path: string; detail: string; hint?: string }[];
}

/** What the main thread asks of the ingest worker. */
export interface IngestCalls {
  /** Opens and migrates the archive. */
  open(): Promise<void>;
  /** Begins to discover and to watch. */
  start(): Promise<void>;
  /** Looks at one file now; resolves when what it held is committed, `false` when it is no source. */
  syncPath(path: string): Promise<boolean>;
  /** Keeps what hooks and status lines told; resolves when it is committed. */
  noteHeard(heard: Heard): Promise<void>;
  /** Looks at other roots from now on, or at another pace. */
  configure(settings: Pick<IngestSettings, 'roots' | 'rescanMs'>): Promise<void>;
  /** Looks at everything now. */
  rescan(): Promise<void>;
  /** Tells what sources at work said that is kept and was not judged; resolves when all is told. */
  tellUnjudged(judged: JudgedSource[]): Promise<void>;
  status(): Promise<WatchedRoot[]>;
  /** Whether there is any file of any agent, read or not. */
  hasSources(): Promise<boolean>;
  /** Indexes soon what is little; whether there is more to index or derive than a thread beside live sessions should do. */
  tendIndex(): Promise<boolean>;
  /** Writes a copy of the archive as it is open here, whatever became of its path. */
  copyArchive(path: string): Promise<void>;
  prune(selection: PruneSelection, nowMs: number): Promise<PruneResult>;
  /** Makes the archive smaller from within, beside live lines. */
  tend(): Promise<void>;
  /**
   * Reads no file any more, and writes a compact copy of the archive; to be followed by the end of the thread. `false`
   * when a process that reads keeps the archive from being all in its file.
   */
  handOver(path: string): Promise<boolean>;
  stop(): Promise<void>;
}

/** What the ingest worker tells the main thread. */
export interface IngestEvents {
  /** `told`: what the batch says of sessions at work. */
  committed(changes: Change[], told?: LivelyFacts): void;
  backlog(sources: FoundSource[]): void;
  /** The archive takes nothing, for this error code; `undefined` when it does again. */
  paused(code: string | undefined): void;
  /** There is more to index than this thread should do. */
  indexBehind(): void;
  failed(message: string): void;
  /** How far a pruning or tending is. */
  kept(progress: Pick<KeepingStep, 'step' | 'done' | 'total'>): void;
}

/** What the parent asks of the import child. */
export interface ImportCalls {
  run(task: ImportTask): Promise<void>;
}

/** What the import child tells its parent. */
export interface ImportEvents {
  /** Files being read now, so that it is known which a child broke over. */
  inHand(files: string[]): void;
  /** The archive takes nothing, for this error code; `undefined` when it does again. */
  paused(code: string | undefined): void;
  /** A source the archive did not take; the others are not harmed. */
  refused(failure: { file: string; code: string; message: string }): void;
  committed(changes: Change[], progress: BacklogProgress): void;
}
