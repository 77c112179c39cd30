// Nouns: what belfry keeps and shows

export { type ActivitySigns, judgeActivity } from './activity.ts';
export { ActivitySign, ActivityState, SessionActivity } from './model/activity.ts';
export { Alert, AlertSeverity, ClearReason } from './model/alert.ts';
export {
  Block,
  type ContentReader,
  DiffHunk,
  FileDiff,
  type FileText,
  ImageBlock,
  type LineRecord,
  OtherBlock,
  TextBlock,
  ThinkingBlock,
  ToolCallBlock,
  ToolResultBlock,
} from './model/block.ts';
export { ArchiveDisk, DiskFigures, DiskGroup, DiskUsage } from './model/disk.ts';
export { FeedItem, FeedKind, FeedPage } from './model/feed.ts';
export { FileEdit, FileEditPage } from './model/file-edit.ts';
export { FileAccess, FileChange, FileTouch } from './model/file-touch.ts';
export { Derived, DerivedState } from './model/derived.ts';
export { type AgentId, fromSessionId, type SessionId, toSessionId } from './model/ids.ts';
export { Issue, IssueCode, IssueView } from './model/issue.ts';
export { MessageHead, MessagePage, MessageRole, MessageVariant, MessageView } from './model/message.ts';
export { Notice, NoticeKind } from './model/notice.ts';
export { AskedQuestion, OpenQuestion, QuestionChoice, QuestionKind } from './model/question.ts';
export { QuotaSample } from './model/quota.ts';
export { RawRecord } from './model/raw-record.ts';
export {
  SearchAlternative,
  SearchHit,
  SearchKind,
  SearchPage,
  Snippet,
  TextRange,
} from './model/search.ts';
export { SessionDetail, SessionRelation, SessionView, TitleSource } from './model/session.ts';
export { SessionFacets } from './model/session-facets.ts';
export {
  Certainty,
  EvidenceSource,
  SessionState,
  StateEvidence,
  StateName,
  SubagentCounts,
  TurnFailure,
} from './model/session-state.ts';
export { SessionTree, SessionTreeNode, TeamMember, TreeNodeKind } from './model/session-tree.ts';
export { SourceFormat, SourceRef, Span } from './model/source.ts';
export { ToolCallDetail, TouchedFile } from './model/tool-call-detail.ts';
export { ToolCallHead, ToolCallStatus, ToolCallView, ToolKind } from './model/tool-call.ts';
export { TokenUsage, UsageBasis } from './model/usage.ts';
export { addTokens, noTokens } from './token-sums.ts';

// Reports of usage: what tokens cost, by day, session and window

export { CostPoint, CostSeries, RequestUsage, SessionUsage, SessionUsageRow } from './model/session-usage.ts';
export { QuotaBurn, QuotaForecast, QuotaPoint, QuotaReport, QuotaShare, QuotaWindow } from './model/quota-report.ts';
export { UsageBlock, UsageBlocks } from './model/usage-blocks.ts';
export {
  AgentUsage,
  CostFigures,
  ModelUsage,
  ProjectUsage,
  TokenFigures,
  UnpricedModel,
  UsageFigures,
} from './model/usage-figures.ts';
export {
  PriceProvenance,
  UsageComparison,
  UsageGranularity,
  UsageRow,
  UsageSummary,
  Weekday,
} from './model/usage-summary.ts';

// In: what sources say

export type { BlockCheck, FileStamp, IngestBatch, ParserVersion, SessionBounds, SourceCursor } from './batch.ts';
export {
  AbandonFact,
  Fact,
  LeafTitleFact,
  LinkFact,
  MessageFact,
  QuotaFact,
  Rewind,
  RequestFact,
  SessionFact,
  SessionPatch,
  ToolCallFact,
  ToolResultFact,
  TurnFact,
} from './facts.ts';
export { HookFact, HookKind, PaneFact, ProcessFact, SideFact, StatusLineFact } from './signals.ts';
export { findLeft, type SessionPart } from './rewind.ts';

export type { KeptPast, SourceParser } from './source-parser.ts';

// Out: what changed, first as the store says it, then as the hub sends it

export type { Change } from './changes.ts';
export {
  AlertCleared,
  AlertRaised,
  AlertUpdated,
  BelfryEvent,
  type BelfryEventType,
  IssueFound,
  MessageAdded,
  MessageUpdated,
  NoticesChanged,
  QuotaSampled,
  SessionAdded,
  SessionRemoved,
  SessionUpdated,
  SourceVanished,
  StateChanged,
  SyncProgress,
  SyncProgressed,
  ToolCallFinished,
  ToolCallStarted,
  type Topic,
  topics,
} from './events.ts';

// Questions to the archive

export type {
  ArchiveStats,
  DiskQuery,
  FeedQuery,
  FileEditQuery,
  MessageQuery,
  NameCount,
  Page,
  SearchQuery,
  SearchSort,
  SessionQuery,
  SessionSort,
} from './queries.ts';
export type {
  CostSeriesQuery,
  QuotaQuery,
  SessionRequestsQuery,
  UsageBlocksQuery,
  UsageFilter,
  UsageSessionsQuery,
  UsageSummaryQuery,
} from './usage-queries.ts';

// Search: texts as they are indexed, questions as they are typed, and where in a text they are answered

export { type BlockText, toBlockTexts } from './search/block-texts.ts';
export { findMatches, type TextMatches } from './search/find-matches.ts';
export { pairsOf, toIndexText } from './search/index-text.ts';
export {
  formatSearchTerms,
  parseSearchTerms,
  type SearchTerm,
  type SearchTerms,
  type SearchWord,
} from './search/search-terms.ts';
export { toSnippet } from './search/snippet.ts';

// Days and clocks of a place

export { createZone, parseDay, toDayName, type Zone } from './zone.ts';

// Errors

export {
  BelfryError,
  type BelfryErrorOptions,
  type ErrorCode,
  errorCodes,
  retiredCodes,
  toBelfryError,
} from './errors.ts';

// Ports: what the composition root hands in

export { type Clock, systemClock } from './clock.ts';
export {
  cellFields,
  type UsageCells,
  type UsageRequest,
  type UsageSeries,
  type UsageSession,
  type UsageSource,
} from './usage-source.ts';
export { type LogFields, type Logger, silentLogger } from './logger.ts';
export {
  costOf,
  type PriceQuestion,
  type PriceQuote,
  type Pricer,
  promptSteps,
  type Rates,
  toMicros,
  toPromptStep,
} from './pricer.ts';
