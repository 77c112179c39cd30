import type { AskedQuestion, EvidenceSource, PaneFact, QuestionKind, ToolKind, TurnFailure } from '@belfry/core';

/** What is asked, by a call, a hook, or the last words of a turn. */
export interface Asks {
  kind: QuestionKind;
  questions: AskedQuestion[];
}

/** A call nobody has heard an answer to. */
export interface OpenCall {
  callId: string;
  name: string;
  kind: ToolKind;
  summary: string;
  at: number;
  source: EvidenceSource;
  asks?: Asks;
}

/** A question the agent holds up before its user, as a hook told it. */
export interface Prompt {
  at: number;
  asks: Asks;
  tool?: string;
  summary?: string;
  callId?: string;
}

export interface TurnEnd {
  at: number;
  how: 'ended' | 'interrupted' | 'failed';
  source: EvidenceSource;
  /** The agent had left, and was seen again then; what it has written meanwhile counts. */
  backAt?: number;
  asks?: Asks;
  failure?: TurnFailure;
}

/** How an agent left: its hook said so, its process went, another session took its process, or its parent is done. */
export interface Leave {
  at: number;
  how: 'hook' | 'process' | 'replaced' | 'parent' | 'answered';
  /** Somebody meant it to end. */
  deliberate: boolean;
  midTurn: boolean;
  reason?: string;
}

/**
 * All that is remembered of a session: plain JSON, small. Times are ms since 1970 UTC, as the agent's own clock said
 * where a record has one.
 */
export interface Knowledge {
  sessionId: string;
  agent: string;
  bornAt: number;
  /** Public id of the session that spawned it, and the call that did. */
  parentId?: string;
  parentCallId?: string;
  /** Last sign of progress, by hook or transcript. */
  lastAt: number;
  /** Since when a turn goes on. */
  turnSince?: number;
  turnSource?: EvidenceSource;
  /** How the last turn ended; absent before the first. */
  end?: TurnEnd;
  /** What the turn will end with. */
  asks?: Asks;
  calls: OpenCall[];
  prompt?: Prompt;
  /** Words of the model with nothing after them. */
  lastWordsAt?: number;
  /** Its transcript tells when turns end. */
  marksEnds: boolean;
  /** Last call of a hook. */
  hookAt?: number;
  permissionMode?: string;
  left?: Leave;
  process?: { pid: number; at: number; children?: number };
  pane?: Pick<PaneFact, 'at' | 'pane' | 'shows' | 'question'>;
  statusLineAt?: number;
  humanAt?: number;
  /** A provider that failed, and is asked again. */
  retryAt?: number;
  background?: number;
}

export function beginKnowledge(sessionId: string, agent: string, at: number): Knowledge {
  return { sessionId, agent, bornAt: at, lastAt: at, calls: [], marksEnds: false };
}
