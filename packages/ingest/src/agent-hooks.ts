import type { HookFact, Issue, StatusLineFact } from '@belfry/core';

/** What of a payload is not known, or not of the shape expected. */
export type SignalIssue = Pick<Issue, 'code' | 'detail' | 'excerpt'>;

/** What one payload says. There may be a fact and an issue: of an event nobody knows yet, its session is known. */
export interface SignalReading<F> {
  fact?: F;
  issue?: SignalIssue;
}

/** Which session a process works on. */
export interface ProcessNote {
  pid: number;
  /** Native id. */
  session: string;
  /** When the process said that it began, ms since 1970 UTC. */
  startedAtMs: number;
}

/** How payloads are read that an agent gives to the commands its user has put in its settings. */
export interface AgentHooks {
  /** One call of a hook or of `notify`, heard at `atMs`; pure, never throws. */
  read(payload: unknown, atMs: number): SignalReading<HookFact>;
  /** What the agent itself writes down of a process of its own. */
  processNote?: {
    /** Below the agent's root. */
    path(pid: number): string;
    /** `undefined` when it is no such note. */
    read(note: unknown): ProcessNote | undefined;
  };
  /** One call of the status line; pure, never throws. */
  readStatusLine?(payload: unknown, atMs: number): SignalReading<StatusLineFact>;
}
