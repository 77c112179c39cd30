import type { Fact, SessionState, SideFact } from '@belfry/core';
import type { SessionStates, StateChange } from './session-states.ts';

/** Something that was heard, and when belfry would have heard it (ms since 1970 UTC). */
export type Happening = { at: number; agent: string; facts: readonly Fact[] } | { at: number; side: SideFact };

/** A change of state on the virtual clock. */
export interface TimelineEntry {
  at: number;
  state: SessionState;
  previous?: SessionState;
}

export interface ReplayOptions {
  /** Go on so long after the last happening, for what silence brings about. */
  afterMs?: number;
}

/**
 * Tells happenings to fresh states on a virtual clock, in order, and judges whenever a deadline comes in between: an hour
 * of silence takes no time.
 */
export function replay(
  happenings: readonly Happening[],
  createStates: (now: number) => SessionStates,
  { afterMs = 0 }: ReplayOptions = {},
): TimelineEntry[] {
  const [first] = happenings;
  if (first === undefined) return [];
  const states = createStates(first.at);
  const timeline: TimelineEntry[] = [];
  const note = (at: number, changes: readonly StateChange[]) => {
    for (const change of changes) timeline.push({ at, ...change });
  };
  let now = first.at;
  const passTime = (until: number) => {
    for (let due = states.nextDue(); due !== undefined && due <= until; due = states.nextDue()) {
      note(due, states.advance(due));
    }
    now = Math.max(now, until);
  };
  for (const happening of happenings) {
    passTime(happening.at);
    const changes =
      'facts' in happening ? states.tellFacts(happening.agent, happening.facts, now) : states.tell(happening.side, now);
    note(now, changes);
  }
  if (afterMs > 0) passTime(now + afterMs);
  return timeline;
}

/** A timeline as a person reads it: one line per change of state, seconds since the first. */
export function formatTimeline(timeline: readonly TimelineEntry[]): string {
  const start = timeline[0]?.at ?? 0;
  const lines = timeline
    .filter(({ state, previous }) => state.state !== previous?.state || state.certainty !== previous.certainty)
    .map(({ at, state }) => {
      const { sessionId, certainty, evidence, question } = state;
      const seconds = ((at - start) / 1000).toFixed(1).padStart(9);
      const sure = certainty === 'certain' ? '' : ` (${certainty})`;
      const asked = question?.questions[0]?.text;
      const told = `${evidence[0]?.text ?? ''}${asked === undefined || asked === '' ? '' : ` «${asked}»`}`;
      return `${seconds} s  ${sessionId.padEnd(22)}  ${`${state.state}${sure}`.padEnd(26)}  ${told}`;
    });
  return `${lines.join('\n')}\n`;
}
