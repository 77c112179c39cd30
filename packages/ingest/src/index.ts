/** Agents: what belfry reads */
export {
  type AgentDefinition,
  type AgentEnvironment,
  type AgentRoot,
  defineAgent,
  type Parsed,
  type RawRecord,
  type SourceInspector,
  type SourceKind,
  type SourceStart,
  type UsageSkim,
  type WatchScope,
} from './agent.ts';
export { agents } from './agents/registry.ts';
export type { AgentHooks, ProcessNote, SignalIssue, SignalReading } from './agent-hooks.ts';

/** One source: bytes to batches of facts */
export { setAside } from './set-aside.ts';
export { type ReadDeps, type ReadOptions, type ReadOutcome, readSource } from './read-source.ts';
export type { OpenSource, SourceFile } from './source/source-file.ts';
export { createUsageReader, type UsageReader, type UsageReading } from './read-usage.ts';

/** All sources of a machine: find, compare, import, follow */
export { type DiscoverOptions, type Discovery, discoverSources, type FoundRoot, sortNewestFirst } from './discover.ts';
export { type ImportOptions, type ImportProgress, type ImportReport, importSources } from './import-sources.ts';
export type { IngestSink } from './live/sink.ts';
export type { LiveStatus } from './live/status.ts';
export { createLiveIngest, type LiveIngest, type LiveIngestOptions } from './live-ingest.ts';
export { type Place, type PlaceIssue, type PlaceOptions, resolvePlaces } from './place.ts';
export { compareWithKnown, type KnownSource, type Resync } from './resync.ts';
export type { FoundSource } from './walk-place.ts';

/** Reading again: content of a record, counts of a file */
export { createContentReader } from './content.ts';
export { createSourceParser } from './source-parser.ts';
export { type IdentifiedSource, identifySource } from './identify-source.ts';
export { type InspectOptions, inspectSource, inspectSources, type SourceInspection } from './inspect-source.ts';

/** For other programs: sessions, without an archive */
export { type ReadSessionsOptions, readSession, readSessions } from './read-sessions.ts';
export type { SessionMessage, SessionRecord, SessionToolCall } from './sessions/session-record.ts';
