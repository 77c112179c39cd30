import type { IssueView } from './model/issue.ts';
import type { MessageHead } from './model/message.ts';
import type { QuotaSample } from './model/quota.ts';
import type { SessionView } from './model/session.ts';
import type { ToolCallHead } from './model/tool-call.ts';

/** What a committed batch really changed, in order; the input of attention and of the hub. */
export type Change =
  | { type: 'session'; isNew: boolean; session: SessionView }
  /** Pruned: it cannot be read any more. */
  | { type: 'session-removed'; sessionId: string }
  | { type: 'message'; isNew: boolean; sessionId: string; message: MessageHead }
  | { type: 'tool-call'; isNew: boolean; sessionId: string; call: ToolCallHead }
  | { type: 'quota'; sample: QuotaSample }
  | { type: 'issue'; issue: IssueView }
  | { type: 'source-gone'; root: string; path: string; sessionIds: string[] };
