import type { Alert, Page, SessionState } from '@belfry/core';
import type { StateMoment } from '../contract/attention.ts';

/** What knows what sessions do, and what somebody should know of. Times are ms since 1970 UTC. */
export interface AttentionPort {
  /** Of sessions heard of lately. */
  states(): SessionState[];
  /** As it is judged now; `undefined` for a session nothing was heard of. */
  state(sessionId: string): SessionState | undefined;
  /** Latest first. */
  history(sessionId: string, limit: number): StateMoment[];
  /** Newest first. A cursor that cannot be read throws BELFRY_CURSOR_INVALID. */
  alerts(query: { cleared?: boolean; sessionId?: string; cursor?: string; limit?: number }): Page<Alert>;
  /** As it is then; `undefined` when there is no such alert. One that stands no more stays as it is. */
  acknowledge(id: string): Alert | undefined;
  snooze(id: string, until: number): Alert | undefined;
  mutes(): Mute[];
  /** @throws BELFRY_BAD_REQUEST for a rule nobody knows */
  setMutes(mutes: readonly Mute[]): void;
}

/** What shall not ring; see `MuteBody`. */
export interface Mute {
  sessionId?: string;
  rule?: string;
  project?: string;
  until?: number;
}
