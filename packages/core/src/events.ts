import Type, { type Static } from 'typebox';
import { Alert } from './model/alert.ts';
import { IssueView } from './model/issue.ts';
import { MessageHead } from './model/message.ts';
import { Notice } from './model/notice.ts';
import { QuotaSample } from './model/quota.ts';
import { SessionView } from './model/session.ts';
import { SessionState } from './model/session-state.ts';
import { ToolCallHead } from './model/tool-call.ts';

export const SyncProgress = Type.Object({
  phase: Type.Union([Type.Literal('scanning'), Type.Literal('importing'), Type.Literal('idle')]),
  filesDone: Type.Integer(),
  filesTotal: Type.Integer(),
  bytesDone: Type.Integer(),
  bytesTotal: Type.Integer(),
  issues: Type.Integer(),
  /** ISO 8601 UTC */
  startedAt: Type.Optional(Type.String()),
  finishedAt: Type.Optional(Type.String()),
});
export type SyncProgress = Static<typeof SyncProgress>;

const session = { sessionId: Type.String() };

export const SessionAdded = Type.Object({ type: Type.Literal('session.added'), ...session, session: SessionView });
export const SessionUpdated = Type.Object({ type: Type.Literal('session.updated'), ...session, session: SessionView });
/** The user pruned it: nothing of it can be read any more. */
export const SessionRemoved = Type.Object({ type: Type.Literal('session.removed'), ...session });
export const MessageAdded = Type.Object({ type: Type.Literal('message.added'), ...session, message: MessageHead });
export const MessageUpdated = Type.Object({ type: Type.Literal('message.updated'), ...session, message: MessageHead });
export const ToolCallStarted = Type.Object({ type: Type.Literal('tool-call.started'), ...session, call: ToolCallHead });
export const ToolCallFinished = Type.Object({
  type: Type.Literal('tool-call.finished'),
  ...session,
  call: ToolCallHead,
});
export const QuotaSampled = Type.Object({ type: Type.Literal('quota.sampled'), sample: QuotaSample });
export const IssueFound = Type.Object({ type: Type.Literal('issue.found'), issue: IssueView });
export const SourceVanished = Type.Object({
  type: Type.Literal('source.vanished'),
  root: Type.String(),
  path: Type.String(),
  sessionIds: Type.Array(Type.String()),
});
export const SyncProgressed = Type.Object({ type: Type.Literal('sync.progressed'), progress: SyncProgress });
/** All that stand now; none when the last one ended. */
export const NoticesChanged = Type.Object({ type: Type.Literal('notices.changed'), notices: Type.Array(Notice) });
export const StateChanged = Type.Object({ type: Type.Literal('state.changed'), ...session, state: SessionState });
const alert = { sessionId: Type.Optional(Type.String()), alert: Alert };
export const AlertRaised = Type.Object({ type: Type.Literal('alert.raised'), ...alert });
/** Its details, or what its user did about it. */
export const AlertUpdated = Type.Object({ type: Type.Literal('alert.updated'), ...alert });
export const AlertCleared = Type.Object({ type: Type.Literal('alert.cleared'), ...alert });

/** What changed in belfry after commit: the output of the system, the one union server, web and CLI share. */
export const BelfryEvent = Type.Union([
  SessionAdded,
  SessionUpdated,
  SessionRemoved,
  MessageAdded,
  MessageUpdated,
  ToolCallStarted,
  ToolCallFinished,
  QuotaSampled,
  IssueFound,
  SourceVanished,
  SyncProgressed,
  NoticesChanged,
  StateChanged,
  AlertRaised,
  AlertUpdated,
  AlertCleared,
]);
export type BelfryEvent = Static<typeof BelfryEvent>;
export type BelfryEventType = BelfryEvent['type'];

/** Groups of events a client may ask for with `topics=`. */
export const topics = {
  sessions: ['session.added', 'session.updated', 'session.removed', 'source.vanished'],
  messages: ['message.added', 'message.updated'],
  tools: ['tool-call.started', 'tool-call.finished'],
  quota: ['quota.sampled'],
  states: ['state.changed'],
  alerts: ['alert.raised', 'alert.updated', 'alert.cleared'],
  sync: ['sync.progressed', 'issue.found', 'notices.changed'],
} as const satisfies Record<string, readonly BelfryEventType[]>;
export type Topic = keyof typeof topics;
