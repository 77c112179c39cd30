import type {
  ArchiveStats,
  Change,
  ContentReader,
  Derived,
  DiskQuery,
  DiskUsage,
  FeedPage,
  FeedQuery,
  FileEditPage,
  FileEditQuery,
  IngestBatch,
  IssueView,
  Logger,
  MessagePage,
  MessageQuery,
  NameCount,
  Page,
  QuotaSample,
  RawRecord,
  SearchPage,
  SearchQuery,
  SessionDetail,
  SessionFacets,
  SessionQuery,
  SessionTree,
  SessionView,
  SourceParser,
  SourceRef,
  ToolCallDetail,
  ToolCallView,
} from '@belfry/core';
import type { ApplyOptions } from './apply/apply-batch.ts';
import type { PackedSegment } from './bytes/pack.ts';
import type { Derivation } from './derive/derivation.ts';
import type { ArchiveKeeping } from './keeping/archive-keeping.ts';
import type { SearchWriter } from './search/search-writer.ts';
import type { ArchivedSource } from './views/archived-source.ts';

/** The read side. A parity suite holds every implementation to the same answers. */
export interface ReadStore {
  sessions(query: SessionQuery): Promise<Page<SessionView>>;
  /** What the list of `query` could be narrowed to; `bounds` are ISO instants, ascending, for `spans`. */
  sessionFacets(query: SessionQuery, bounds: readonly string[]): Promise<SessionFacets>;
  /** By public id; the most recent when several machines or roots hold the same. */
  session(id: string): Promise<SessionDetail | undefined>;
  /** Public id of the session whose transcript is this file. */
  sessionByPath(path: string): Promise<string | undefined>;
  messages(query: MessageQuery): Promise<MessagePage | undefined>;
  toolCalls(sessionId: string, query: { cursor?: string; limit?: number }): Promise<Page<ToolCallView> | undefined>;
  /** Whole results, what the call changed, and what came before and after. */
  toolCall(sessionId: string, callId: string): Promise<ToolCallDetail | undefined>;
  /**
   * Image `index` (from 0) among the images of a message (`key` = message key) or of a call's results
   * (`key` = call id). Pages carry no image bytes over 32 kB: there `data` is absent and `url` is
   * `images/<key>/<index>`, relative to the session.
   */
  image(sessionId: string, key: string, index: number): Promise<{ mediaType: string; bytes: Uint8Array } | undefined>;
  /** Blocks of transcripts that match; `undefined` when `query.session` names no session. Never a syntax error. */
  search(query: SearchQuery): Promise<SearchPage | undefined>;
  /**
   * Records of a message (`key` = message key) or of a call and its results (`key` = call id) as they stand in
   * their sources, at most 1 MB in all.
   */
  rawRecords(sessionId: string, key: string): Promise<RawRecord[] | undefined>;
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
  /** What is derived from the archive's own bytes, and how far each part has come. */
  derived(): Promise<Derived>;
  /** Largest first. Reads sizes, never content. */
  disk(query: DiskQuery): Promise<DiskUsage>;
  issues(query: {
    code?: string;
    agent?: string;
    sessionId?: string;
    cursor?: string;
    limit?: number;
  }): Promise<Page<IssueView>>;
}

/** The write side of `archive.db`: one open instance per process that ingests. */
export interface ArchiveWriter {
  /**
   * Stores bytes, rows and cursor in one transaction and says what really changed.
   * @throws BELFRY_CURSOR_CONFLICT when the stored cursor is not `batch.from`: read `source()` again and re-read from there
   * @throws BELFRY_DISK_FULL when the disk is full; nothing was written
   */
  applyBatch(batch: IngestBatch, options?: ApplyOptions): Change[];
  /**
   * Several batches in one transaction, all or none: an import commits some megabytes at a time instead of
   * every small file. A source may occur more than once, in order.
   */
  applyBatches(
    batches: readonly { batch: IngestBatch; segments?: PackedSegment[] }[],
    options?: Pick<ApplyOptions, 'bulk'>,
  ): Change[];
  source(machine: string, root: string, path: string): ArchivedSource | undefined;
  /** All sources of a machine; the start of a re-sync. */
  sources(machine: string): IterableIterator<ArchivedSource>;
  /** Rows of older parsers, and how they are brought up to date; only with a `parser`. */
  derivation: Derivation | undefined;
  /** The indexes of the search; small batches are in them when `applyBatch` returns, others follow by `catchUp`. */
  search: SearchWriter;
  /**
   * The file is at another path below its root from now on, with all that was read of it; that of a compressed file is its
   * decompressed content. `false`, and nothing done, when the archive holds that path already.
   */
  move(from: SourceRef, to: SourceRef): boolean;
  /**
   * Stores quota samples that stand in no source: a status line said them. Those known already change nothing.
   * `machine`: where they were heard.
   */
  noteQuota(machine: string, samples: readonly QuotaSample[]): Change[];
  /** The file has vanished; marks, deletes nothing. */
  markGone(machine: string, root: string, path: string): Change[];
  /**
   * Folds tail rows into compressed segments: full ones, and those nothing was appended to since the last call; when
   * there are none, packs sums of usage of days at rest. Returns the number of bytes folded or packed. Call in idle time, and again later while `tailBytes` is not 0.
   */
  fold(limitBytes: number): number;
  /** Bytes that wait in tail rows. */
  tailBytes(): number;
  /** Pruning, compacting, copying. */
  keeping: ArchiveKeeping;
  /** Lets go of what is kept for the next call only. For a rest of which nobody knows the end. */
  releaseMemory(): void;
  close(): void;
}

/** Bytes of sources as kept. */
export interface ByteStore {
  /** Bytes [offset, offset + length) of one generation (the newest when not given). */
  read(
    ref: Pick<SourceRef, 'machine' | 'root' | 'path'>,
    offset: number,
    length: number,
    generation?: number,
  ): Uint8Array | undefined;
  /** The whole source, byte for byte, in pieces; throws BELFRY_RESTORE_MISMATCH when the stored hash differs. */
  restore(ref: Pick<SourceRef, 'machine' | 'root' | 'path'>, generation?: number): IterableIterator<Uint8Array>;
}

export interface ArchiveOptions {
  /** Path of `archive.db`; `:memory:` in tests. */
  path: string;
  /** Finds the blocks of a record; from `@belfry/ingest`. */
  content: ContentReader;
  /** Parsers of today; from `@belfry/ingest`. Without it nobody knows that rows are from older ones. */
  parser?: SourceParser;
  logger?: Logger;
}

/** A writer without `content` leaves all words to be indexed later, one without `parser` derives nothing again. */
export type WriterOptions = Pick<ArchiveOptions, 'path' | 'parser'> & Partial<Pick<ArchiveOptions, 'content'>>;
