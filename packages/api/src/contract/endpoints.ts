import type { Static, TSchema } from 'typebox';
import Type from 'typebox';
import { IssueList, IssueListQuery, NameList, Stats } from './archive.ts';
import { ImageParams, MessageListQuery, MessagePage } from './messages.ts';
import type { RouteName } from './routes.ts';
import { Version } from './server.ts';
import { ChildList, SessionDetail, SessionList, SessionListQuery, SessionParams, SessionSyncBody } from './sessions.ts';
import { SignInBody, SignInLink, SignInList, SignInParams, SignInResult } from './sign-in.ts';
import { StreamQuery } from './stream.ts';
import { SyncStatus } from './sync.ts';
import { ToolCallDetail, ToolCallList, ToolCallListQuery, ToolCallParams } from './tool-calls.ts';

export interface Endpoint {
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  /** Body of the success answer; `Type.Void()` where there is none (204), absent where it is not JSON. */
  response?: TSchema;
}

const noContent = Type.Void();

/** Schemas of every route by name; the server validates with them and OpenAPI is made from them. */
export const endpoints = {
  signIn: { body: SignInBody, response: SignInResult },
  signOut: { response: noContent },
  listSignIns: { response: SignInList },
  revokeSignIn: { params: SignInParams, response: noContent },
  createSignInLink: { response: SignInLink },

  listSessions: { query: SessionListQuery, response: SessionList },
  getSession: { params: SessionParams, response: SessionDetail },
  listMessages: { params: SessionParams, query: MessageListQuery, response: MessagePage },
  listToolCalls: { params: SessionParams, query: ToolCallListQuery, response: ToolCallList },
  getToolCall: { params: ToolCallParams, response: ToolCallDetail },
  getImage: { params: ImageParams },
  listChildren: { params: SessionParams, response: ChildList },
  syncSession: { body: SessionSyncBody, response: SessionDetail },

  listProjects: { response: NameList },
  listAgents: { response: NameList },
  listMachines: { response: NameList },
  getStats: { response: Stats },
  listIssues: { query: IssueListQuery, response: IssueList },
  getSync: { response: SyncStatus },
  streamEvents: { query: StreamQuery },

  getVersion: { response: Version },
  getOpenApi: { response: Type.Unknown() },
} as const satisfies Record<RouteName, Endpoint>;

type Endpoints = typeof endpoints;
type Part<N extends RouteName, K extends keyof Endpoint> =
  Endpoints[N] extends Record<K, infer S extends TSchema> ? Static<S> : undefined;

/** Type of the JSON a route answers with; `undefined` where it has none. */
export type ApiResponse<N extends RouteName> = Part<N, 'response'>;
export type ApiParams<N extends RouteName> = Part<N, 'params'>;
export type ApiQuery<N extends RouteName> = Part<N, 'query'>;
export type ApiBody<N extends RouteName> = Part<N, 'body'>;
