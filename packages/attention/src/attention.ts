import type { Alert, Fact, QuotaSample, SessionState, SessionView, SideFact } from '@belfry/core';
import type { AlertChange, AlertEntry, HushSettings } from './alerts/alert-book.ts';
import type { Mute } from './alerts/hush.ts';
import type { SavedSession, StateChange } from './session-states.ts';
import type { Thresholds } from './state/thresholds.ts';
import type { SessionWatch } from './watch/session-watch.ts';
import type { Expiry, SourceTrouble, Spend, WorldWatch } from './watch/world-watch.ts';

/** What attention came to: a session does something else, or an alert was raised, changed or cleared. */
export type AttentionChange = ({ type: 'state' } & StateChange) | AlertChange;

/** What a user may set of a rule; what is absent is as the rule has it. */
export interface RuleSettings {
  isOn?: boolean;
  dwellMs?: number;
  cooldownMs?: number;
  /** Thresholds by their names. */
  settings?: Readonly<Record<string, number>>;
}

/** All that the next process needs to go on without ringing again; plain JSON. */
export interface SavedAttention {
  sessions: SavedSession[];
  watches: SessionWatch[];
  world: WorldWatch;
  alerts: AlertEntry[];
  mutes: Mute[];
}

/** What of it is new. */
export interface ChangedAttention {
  sessions: SavedSession[];
  watches: SessionWatch[];
  /** All entries of these subjects are `alerts` from now on: public ids of sessions, or '' for everything. */
  subjects: string[];
  alerts: AlertEntry[];
  world?: WorldWatch;
  mutes?: Mute[];
}

export interface AttentionOptions extends HushSettings {
  now: number;
  saved?: SavedAttention;
  /** By rule id. */
  rules?: Readonly<Record<string, RuleSettings>>;
  thresholds?: Thresholds;
}

/** States and rules over everything that is heard. It reads no clock and does no I/O; times are ms since 1970 UTC. */
export interface Attention {
  tellFacts(agent: string, facts: readonly Fact[], now: number): AttentionChange[];
  tell(fact: SideFact, now: number): AttentionChange[];
  /** What the archive says of a session after a commit. */
  tellSession(view: SessionView, now: number): AttentionChange[];
  tellQuota(sample: QuotaSample, now: number): AttentionChange[];
  tellSpend(spend: Spend, now: number): AttentionChange[];
  tellExpiry(expiry: Expiry, now: number): AttentionChange[];
  /** Without `trouble` the place can be read again. */
  tellTrouble(place: string, trouble: SourceTrouble | undefined, now: number): AttentionChange[];
  tellWorkTree(sessionId: string, workTree: NonNullable<SessionWatch['workTree']>, now: number): AttentionChange[];
  /** To be called when `nextDue` comes. */
  advance(now: number): AttentionChange[];
  nextDue(): number | undefined;
  state(sessionId: string, now: number): SessionState | undefined;
  states(): SessionState[];
  alerts(): Alert[];
  acknowledge(alertId: string, now: number): AttentionChange[];
  snooze(alertId: string, until: number, now: number): AttentionChange[];
  mute(mutes: readonly Mute[], now: number): AttentionChange[];
  /** Rules and quiet hours as they are to be from now on. */
  configure(settings: Pick<AttentionOptions, 'rules' | 'quietHours' | 'minuteOfDay'>, now: number): AttentionChange[];
  /** A session was pruned: nothing of it may stay. */
  forget(sessionId: string): void;
  /** What changed since this was last asked, for whoever keeps it. */
  takeChanged(): ChangedAttention;
  /** Judgements of states and runs of rules so far: what work was done. */
  work(): { judgements: number; ruleRuns: number };
}
