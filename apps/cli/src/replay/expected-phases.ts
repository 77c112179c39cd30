import type { TimelineEntry } from '@belfry/attention';
import { type StateName, toSessionId } from '@belfry/core';
import type { RecordedEvent } from './scenario.ts';

/** What a run must show: a state that is entered or holds, or something that is recorded. */
export interface ExpectedPhase {
  phase: string;
  expected_state?: 'ready' | 'working' | 'waiting';
  kind?: string;
  relative_to: string;
  max_delay_ms?: number;
  duration_at_least_ms?: number;
  same_session_as?: string;
  new_session?: boolean;
  invariants?: string[];
}

/** Our states in the three words of the recordings; what has no such word shows no phase. */
const words: Readonly<Record<StateName, string>> = {
  working: 'working',
  stalled: 'working',
  'needs-permission': 'waiting',
  'needs-answer': 'waiting',
  idle: 'ready',
  failed: 'ready',
  ended: 'gone',
  unknown: 'unknown',
};

interface Moment {
  at: number;
  session: string;
  word: string;
}

interface Shown {
  at: number;
  until: number;
  session: string;
}

/** Which expected phases a timeline does not show, and why; empty when it shows them all. */
export function findUnshown(
  phases: readonly ExpectedPhase[],
  timeline: readonly TimelineEntry[],
  events: readonly RecordedEvent[],
): string[] {
  const states = toMoments(timeline);
  const things: Moment[] = [
    ...events.map(({ at, kind, session, agent }) => ({ at, word: kind, session: toSessionId(agent, session) })),
    // Files are not removed here: a session that is over has ended.
    ...states.filter(({ word }) => word === 'gone').map((moment) => ({ ...moment, word: 'transcript_removed' })),
  ].sort((a, b) => a.at - b.at);
  const shown = new Map<string, Shown>();
  const start = events[0]?.at ?? 0;
  const unshown: string[] = [];
  for (const phase of phases) {
    const anchor = shown.get(phase.relative_to) ?? { at: start, until: start, session: '' };
    const found =
      phase.kind === undefined ? findState(phase, anchor, states, shown) : findThing(phase, anchor, things, shown);
    if (found === undefined) {
      unshown.push(`${phase.phase}: not shown`);
      continue;
    }
    shown.set(phase.phase, found);
    const broken = (phase.invariants ?? []).find((rule) => isBroken(rule, anchor, found, states, shown));
    if (broken !== undefined) unshown.push(`${phase.phase}: ${broken}`);
  }
  return unshown;
}

function toMoments(timeline: readonly TimelineEntry[]): Moment[] {
  const last = new Map<string, string>();
  return timeline.flatMap((entry) => {
    if (entry.type !== 'state') return [];
    const { at, state } = entry;
    const word = words[state.state];
    if (last.get(state.sessionId) === word) return [];
    last.set(state.sessionId, word);
    return [{ at, session: state.sessionId, word }];
  });
}

function findState(
  phase: ExpectedPhase,
  anchor: Shown,
  states: readonly Moment[],
  shown: ReadonlyMap<string, Shown>,
): Shown | undefined {
  const isWanted = ofSession(phase, shown);
  const latest = anchor.until + (phase.max_delay_ms ?? Number.POSITIVE_INFINITY);
  const same = phase.same_session_as === undefined ? anchor.session : shown.get(phase.same_session_as)?.session;
  const held = states.filter(({ at, session }) => at <= anchor.until && session === same).at(-1);
  const entered = states.filter(({ at }) => at >= anchor.until && at <= latest);
  const candidates = [...(held === undefined ? [] : [{ ...held, at: anchor.until }]), ...entered];
  for (const { at, session, word } of candidates) {
    if (word !== phase.expected_state || !isWanted(session)) continue;
    const end = states.find((moment) => moment.session === session && moment.at > at)?.at ?? Number.POSITIVE_INFINITY;
    const until = at + (phase.duration_at_least_ms ?? 0);
    if (end >= until) return { at, until, session };
  }
  return undefined;
}

function findThing(
  phase: ExpectedPhase,
  anchor: Shown,
  things: readonly Moment[],
  shown: ReadonlyMap<string, Shown>,
): Shown | undefined {
  const isWanted = ofSession(phase, shown);
  const latest = anchor.until + (phase.max_delay_ms ?? Number.POSITIVE_INFINITY);
  const found = things.find(
    ({ at, word, session }) => word === phase.kind && at >= anchor.at && at <= latest && isWanted(session),
  );
  return found === undefined ? undefined : { at: found.at, until: found.at, session: found.session };
}

function ofSession({ same_session_as: same, new_session: isNew }: ExpectedPhase, shown: ReadonlyMap<string, Shown>) {
  const known = new Set([...shown.values()].map(({ session }) => session));
  return (session: string) =>
    (same === undefined || shown.get(same)?.session === session) && (isNew !== true || !known.has(session));
}

/** `no state_transition to <state>` and `no transcript_removed`, of the session the phase is about, or of the one named. */
function isBroken(
  rule: string,
  anchor: Shown,
  found: Shown,
  states: readonly Moment[],
  shown: ReadonlyMap<string, Shown>,
): boolean {
  const word =
    /^no state_transition to (\w+)/.exec(rule)?.[1] ?? (rule.startsWith('no transcript_removed') ? 'gone' : '');
  const parent = shown.get('parent_turn_start')?.session;
  const session = rule.includes('for parent') ? parent : anchor.session === '' ? found.session : anchor.session;
  return states.some(
    (moment) =>
      moment.word === word && moment.session === session && moment.at > anchor.until && moment.at < found.until,
  );
}
