import type { AlertSeverity, SessionState, StateEvidence } from '@belfry/core';
import type { SessionWatch } from '../watch/session-watch.ts';
import type { WorldWatch } from '../watch/world-watch.ts';

/** Something a rule has found, and holds until it finds it no more. */
export interface Finding {
  /** Tells findings of one rule about one subject apart. */
  key?: string;
  /** Since when it is so, ms. */
  since: number;
  title: string;
  details: string;
  data?: Record<string, string | number | boolean>;
  evidence?: StateEvidence[];
  /** Where it differs from the rule's. */
  severity?: AlertSeverity;
  dwellMs?: number;
}

/** What a rule says of one subject at one time, and when it would say something else though nothing happened. */
export interface Findings {
  findings: Finding[];
  dueAt?: number;
}

export const nothing: Findings = { findings: [] };

export interface RuleTime {
  now: number;
  /** Silence before says nothing: belfry was not there, or the machine slept. */
  listeningSince: number;
  /** The rule stands on this subject already: where it has two thresholds the lower one counts. */
  isStanding: boolean;
}

interface RuleBase<Settings> {
  id: string;
  title: string;
  severity: AlertSeverity;
  isOn: boolean;
  /** It is shown, but rings nowhere. */
  isSilent?: boolean;
  /** It must have been so for this long. */
  dwellMs: number;
  /** After it cleared it is not raised again for this long. */
  cooldownMs: number;
  /** Thresholds, each with its unit in its name. */
  settings: Settings;
}

export interface WatchedSession {
  watch: SessionWatch;
  state: SessionState;
  /** What it asks is asked of the user of its parent, and told there. */
  isSubagent: boolean;
}

/** About one session. */
export interface SessionRule<Settings = unknown> extends RuleBase<Settings> {
  about: 'session';
  /** Stands although its session has ended. */
  outlivesSession?: boolean;
  find(session: WatchedSession, settings: Settings, time: RuleTime): Findings;
}

/** About no session: said once, not once for each. */
export interface WorldRule<Settings = unknown> extends RuleBase<Settings> {
  about: 'world';
  find(world: WorldWatch, settings: Settings, time: RuleTime): Findings;
}

// biome-ignore lint/suspicious/noExplicitAny: settings of rules in one list have nothing in common
export type Rule = SessionRule<any> | WorldRule<any>;

/**
 * From when a time counts that is measured in silence: belfry must have been there. What stands already was measured
 * before.
 */
export function countFrom(at: number, { listeningSince, isStanding }: RuleTime): number {
  return isStanding ? at : Math.max(at, listeningSince);
}

/** Declares a rule about sessions; an identity function that infers the type of its settings. */
export function defineRule<Settings>(rule: Omit<SessionRule<Settings>, 'about'>): SessionRule<Settings> {
  return { about: 'session', ...rule };
}

/** Declares a rule about everything at once. */
export function defineWorldRule<Settings>(rule: Omit<WorldRule<Settings>, 'about'>): WorldRule<Settings> {
  return { about: 'world', ...rule };
}
