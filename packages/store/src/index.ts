/** Ports: what readers and writers of an archive can ask. */
export type {
  ArchiveOptions,
  ArchiveWriter,
  ByteStore,
  ReadStore,
} from './archive.ts';
export type { ArchivedSource } from './views/archived-source.ts';
export type { ApplyOptions } from './apply/apply-batch.ts';

/** Open */
export { openArchiveWriter } from './open-archive.ts';
export { type ArchiveReader, openReadStore } from './open-read-store.ts';

export { openState, type StateOptions, type StateStore } from './state/open-state.ts';
export type { Settings } from './state/settings.ts';
export type { SignIn, SignIns } from './state/sign-ins.ts';
export type {
  AttentionStore,
  JudgedSource,
  JudgedStep,
  SavedEntry,
  WatchedSessionRow,
} from './state/attention-store.ts';
export type { ToldState } from './state/state-history.ts';
export type { AlertQuery } from './state/stored-alerts.ts';

/** Count what files say beside an archive that has not read them yet */
export {
  type ClaimingSession,
  type ClaimOverlay,
  claimOf,
  type CountedChange,
  createClaimOverlay,
  type ReadClaim,
  type StoredClaims,
} from './catch-up/claim-overlay.ts';
export { mergeClaims } from './apply/claim-merge.ts';
export { type CatchUp, openCatchUp, type SourceStamp } from './catch-up/open-catch-up.ts';

/** Keeping: prune, compact, back up, merge */
export { backUpDatabase } from './keeping/back-up.ts';
export { type BackedUpSource, type BackedUpStub, type Backup, openBackup } from './keeping/open-backup.ts';
export { readSessionFiles, type SessionFile, type SessionFiles } from './keeping/session-files.ts';
export { type ArchiveCheck, verifyArchive } from './keeping/verify-archive.ts';
export type { ArchiveKeeping } from './keeping/archive-keeping.ts';
export type { KeepingStep, KeepingWork } from './keeping/keeping-work.ts';
export type { PruneResult } from './keeping/prune.ts';
export type { PrunableSession, PrunePlan, PruneSelection } from './keeping/prune-plan.ts';
export { readPrunePlan } from './keeping/read-prune-plan.ts';

/** Derive again what an older parser read */
export type { Derivation, FailedFamily } from './derive/derivation.ts';

/** Compare two archives by what they know */
export { canonicalDump } from './canonical-dump.ts';

/** Bytes: compress them elsewhere than on the thread that writes */
export { packBytes, type PackedBlob, type PackedSegment, type PackOptions } from './bytes/pack.ts';

/** Search: index texts elsewhere than on the thread that writes */
export type { DocChunk } from './search/doc-chunk.ts';
export { openDocSource } from './search/open-doc-source.ts';
export type { SearchWriter } from './search/search-writer.ts';
export type { SearchTodoRow as SearchTodo } from './tables/search.ts';

/** Names */
export { type ProjectHints, toProjectName } from './project-name.ts';
