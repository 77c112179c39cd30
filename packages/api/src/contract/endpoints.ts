import Type, { type Static, type TSchema } from 'typebox';
import { IssueList, IssueListQuery, NameList, Stats } from './archive.ts';
import {
  Alert,
  AlertList,
  AlertListQuery,
  AlertParams,
  MuteBody,
  MuteList,
  MuteParams,
  MuteView,
  SnoozeBody,
  StateList,
  StateQuery,
  StateReport,
} from './attention.ts';
import { DiskListQuery, DiskReport } from './disk.ts';
import { HookBody, HookParams } from './hooks.ts';
import { EditList, EditListQuery, FeedList, FeedListQuery, SessionTree, SessionTreeQuery } from './insight.ts';
import { Job, JobBody, JobParams } from './jobs.ts';
import { ImageParams, MessageListQuery, MessagePage } from './messages.ts';
import type { RouteName } from './routes.ts';
import { SearchList, SearchListQuery } from './search.ts';
import { Version } from './server.ts';
import {
  ChildList,
  RawRecordList,
  RawRecordParams,
  SessionDetail,
  SessionFacetCounts,
  SessionFacetsQuery,
  SessionList,
  SessionListQuery,
  SessionParams,
  SessionSyncBody,
} from './sessions.ts';
import { SignInBody, SignInLink, SignInList, SignInParams, SignInResult } from './sign-in.ts';
import { StreamMessage, StreamQuery } from './stream.ts';
import { SyncStatus } from './sync.ts';
import { ToolCallDetail, ToolCallList, ToolCallListQuery, ToolCallParams } from './tool-calls.ts';
import {
  CostSeriesAnswer,
  CostSeriesQuery,
  QuotaAnswer,
  QuotaQuery,
  SessionRequestList,
  SessionRequestsQuery,
  SessionUsageAnswer,
  UsageBlocksAnswer,
  UsageBlocksQuery,
  UsageSessionList,
  UsageSessionsQuery,
  UsageSummaryAnswer,
  UsageSummaryQuery,
} from './usage.ts';

export interface Endpoint {
  /** One line for the OpenAPI document. */
  summary: string;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  /** JSON of the success answer; absent where there is none or it is not JSON. */
  response?: TSchema;
  /** A success answer that is not JSON; `schema` is that of the JSON in each frame of a stream. */
  media?: { type: string; schema?: TSchema };
  status?: 200 | 204;
}

/** Schemas of every route by name; the server validates with them and OpenAPI is made from them. */
export const endpoints = {
  signIn: {
    summary: 'Exchange the code of a sign-in link for a cookie and a page key',
    body: SignInBody,
    response: SignInResult,
  },
  signOut: { summary: 'Forget this browser', status: 204 },
  listSignIns: { summary: 'Browsers that are signed in', response: SignInList },
  revokeSignIn: { summary: 'Sign a browser out and end its streams', params: SignInParams, status: 204 },
  createSignInLink: { summary: 'Make a sign-in link; holders of the secret only', response: SignInLink },

  listSessions: { summary: 'Sessions, a page at a time', query: SessionListQuery, response: SessionList },
  getSessionFacets: {
    summary: 'What the list of sessions could be narrowed to, with counts',
    query: SessionFacetsQuery,
    response: SessionFacetCounts,
  },
  getSession: { summary: 'One session with its sources', params: SessionParams, response: SessionDetail },
  listMessages: {
    summary: 'A window of the transcript',
    params: SessionParams,
    query: MessageListQuery,
    response: MessagePage,
  },
  listToolCalls: {
    summary: 'Tool calls of a session in reading order',
    params: SessionParams,
    query: ToolCallListQuery,
    response: ToolCallList,
  },
  getToolCall: {
    summary: 'One tool call with all that is known of it',
    params: ToolCallParams,
    response: ToolCallDetail,
  },
  getImage: { summary: 'One image of a message or a result', params: ImageParams, media: { type: 'image/*' } },
  listRawRecords: {
    summary: 'Records of a message or a tool call as their source holds them',
    params: RawRecordParams,
    response: RawRecordList,
  },
  listChildren: { summary: 'Subagents, forks and continuations', params: SessionParams, response: ChildList },
  getSessionTree: {
    summary: 'A session with everything it spawned, and its teams',
    params: SessionParams,
    query: SessionTreeQuery,
    response: SessionTree,
  },
  syncSession: {
    summary: 'Read one session anew from its source, by path or id',
    body: SessionSyncBody,
    response: SessionDetail,
  },

  search: { summary: 'Find words in what was said, done and answered', query: SearchListQuery, response: SearchList },

  listFeed: {
    summary: 'Messages and tool calls of all sessions, newest first',
    query: FeedListQuery,
    response: FeedList,
  },
  listEdits: { summary: 'Files that were touched: by whom, when and why', query: EditListQuery, response: EditList },

  listProjects: { summary: 'Projects with their sessions', response: NameList },
  listAgents: { summary: 'Agents with their sessions', response: NameList },
  listMachines: { summary: 'Machines with their sessions', response: NameList },
  getStats: { summary: 'What the archive holds', response: Stats },
  getDisk: { summary: 'What sources hold and what keeping them takes', query: DiskListQuery, response: DiskReport },
  startJob: {
    summary: 'Prune, compact or merge a backup into the archive; holders of the secret only',
    body: JobBody,
    response: Job,
  },
  getJob: { summary: 'How far a job is', params: JobParams, response: Job },
  listIssues: { summary: 'What could not be read, or is not known', query: IssueListQuery, response: IssueList },
  getSync: { summary: 'What is watched, and how far the import is', response: SyncStatus },
  streamEvents: {
    summary: 'What changes, as server-sent events',
    query: StreamQuery,
    media: { type: 'text/event-stream', schema: StreamMessage },
  },

  listStates: { summary: 'What sessions heard of lately do', response: StateList },
  getSessionState: {
    summary: 'What a session does, why, what would change it, and what it did before',
    params: SessionParams,
    query: StateQuery,
    response: StateReport,
  },
  listAlerts: { summary: 'What somebody should know of, newest first', query: AlertListQuery, response: AlertList },
  acknowledgeAlert: { summary: 'An alert was seen: it rings no more', params: AlertParams, response: Alert },
  snoozeAlert: {
    summary: 'An alert shall not ring until then',
    params: AlertParams,
    body: SnoozeBody,
    response: Alert,
  },
  listMutes: { summary: 'Sessions, rules and projects that shall not ring', response: MuteList },
  addMute: { summary: 'Something shall not ring from now on', body: MuteBody, response: MuteView },
  removeMute: { summary: 'It may ring again', params: MuteParams, status: 204 },

  hearHook: {
    summary: 'Tell what an agent gave a hook; holders of the token of hooks only',
    params: HookParams,
    body: HookBody,
    status: 204,
  },

  getUsageSummary: {
    summary: 'Tokens and cost of a range of days, with totals and the range before',
    query: UsageSummaryQuery,
    response: UsageSummaryAnswer,
  },
  listUsageSessions: {
    summary: 'Sessions of a range of days by what they used',
    query: UsageSessionsQuery,
    response: UsageSessionList,
  },
  listUsageBlocks: {
    summary: 'Five-hour windows guessed from activity',
    query: UsageBlocksQuery,
    response: UsageBlocksAnswer,
  },
  getQuota: {
    summary: 'Official rate-limit windows over time, with burn rate and forecast',
    query: QuotaQuery,
    response: QuotaAnswer,
  },
  getSessionUsage: {
    summary: 'What a session used, alone and with its subagents',
    params: SessionParams,
    response: SessionUsageAnswer,
  },
  listSessionRequests: {
    summary: 'Every model request of a session',
    params: SessionParams,
    query: SessionRequestsQuery,
    response: SessionRequestList,
  },
  getCostSeries: {
    summary: 'Cumulative cost of a session over time',
    params: SessionParams,
    query: CostSeriesQuery,
    response: CostSeriesAnswer,
  },

  getVersion: { summary: 'Version of the server', response: Version },
  getOpenApi: { summary: 'This document', response: Type.Unknown() },
} as const satisfies Record<RouteName, Endpoint>;

type Endpoints = typeof endpoints;
type Part<N extends RouteName, K extends keyof Endpoint> =
  Endpoints[N] extends Record<K, infer S extends TSchema> ? Static<S> : undefined;

/** Type of the JSON a route answers with; `undefined` where it has none. */
export type ApiResponse<N extends RouteName> = Part<N, 'response'>;
export type ApiParams<N extends RouteName> = Part<N, 'params'>;
export type ApiQuery<N extends RouteName> = Part<N, 'query'>;
export type ApiBody<N extends RouteName> = Part<N, 'body'>;
