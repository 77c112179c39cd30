// Where: routes, URLs, headers (no schema library behind these)

export { pageKeyHeader } from './headers.ts';
export { apiPrefix, healthPath, type RouteName, routes } from './routes.ts';
export { fromSignInFragment, toSignInFragment } from './sign-in-fragment.ts';
export { toApiUrl } from './to-url.ts';

// What: the schemas of all routes by name, and the types a client needs

export {
  type ApiBody,
  type ApiParams,
  type ApiQuery,
  type ApiResponse,
  type Endpoint,
  endpoints,
} from './endpoints.ts';
export { Problem, problemMediaType } from './problem.ts';

// Sessions

export { MessageListQuery } from './messages.ts';
export {
  ChildList,
  RawRecordList,
  SessionFacetCounts,
  SessionFacetsQuery,
  SessionList,
  SessionListQuery,
  SessionSyncBody,
} from './sessions.ts';
export { ToolCallDetail, ToolCallList, ToolCallListQuery } from './tool-calls.ts';

// Search

export { SearchList, SearchListQuery } from './search.ts';

// Usage

export {
  CostSeriesQuery,
  QuotaQuery,
  SessionRequestList,
  SessionRequestsQuery,
  SessionUsageSort,
  UsageBlocksQuery,
  UsageSessionList,
  UsageSessionsQuery,
  UsageSummaryQuery,
} from './usage.ts';

// Insight

export { EditList, EditListQuery, FeedList, FeedListQuery, SessionTree, SessionTreeQuery } from './insight.ts';

// States and alerts

export {
  AlertList,
  AlertListQuery,
  MuteBody,
  MuteList,
  MuteView,
  SnoozeBody,
  StateList,
  StateMoment,
  StateReport,
} from './attention.ts';

// Archive and sync

export { DiskListQuery, DiskReport } from './disk.ts';
export { Job, JobBody, PruneSelection } from './jobs.ts';
export { IssueList, IssueListQuery, NameCount, NameList, Stats } from './archive.ts';
export { RootStatus, SyncStatus } from './sync.ts';

// Stream

export {
  StreamHeartbeat,
  StreamMessage,
  type StreamMessageType,
  StreamOpened,
  StreamQuery,
  StreamReset,
} from './stream.ts';

// Server and sign-in

export { Health, HealthQuery, Version } from './server.ts';
export { SignInBody, SignInLink, SignInList, SignInResult, SignInView } from './sign-in.ts';
