import type { Alert, Fact, SessionState, SideFact } from '@belfry/core';
import type { AttentionChange, AttentionOptions } from './attention.ts';
import { createAttention } from './create-attention.ts';

/** Something that was heard, and when belfry would have heard it (ms since 1970 UTC). */
export type Happening = { at: number; agent: string; facts: readonly Fact[] } | { at: number; side: SideFact };

/** A change on the virtual clock. */
export type TimelineEntry = { at: number } & AttentionChange;

export interface ReplayOptions extends Omit<AttentionOptions, 'now'> {
  /** Go on so long after the last happening, for what silence brings about. */
  afterMs?: number;
}

/**
 * Tells happenings, in the order given, to an attention that knows nothing, on a virtual clock that stops at each deadline
 * in between: an hour of silence takes no time.
 */
export function replay(happenings: readonly Happening[], options: ReplayOptions = {}): TimelineEntry[] {
  const [first] = happenings;
  if (first === undefined) return [];
  const { afterMs = 0, ...rest } = options;
  const attention = createAttention({ ...rest, now: first.at });
  const timeline: TimelineEntry[] = [];
  const note = (at: number, changes: readonly AttentionChange[]) => {
    for (const change of changes) timeline.push({ at, ...change });
  };
  let now = first.at;
  const passTo = (until: number) => {
    for (let due = attention.nextDue(); due !== undefined && due <= until; due = attention.nextDue()) {
      now = Math.max(now, due);
      note(now, attention.advance(now));
    }
    now = Math.max(now, until);
  };
  for (const happening of happenings) {
    passTo(happening.at);
    const { agent, facts, side } = { agent: '', facts: [], side: undefined, ...happening };
    note(now, side === undefined ? attention.tellFacts(agent, facts, now) : attention.tell(side, now));
  }
  if (afterMs > 0) passTo(now + afterMs);
  return timeline;
}

/** A timeline as a person reads it: one line for each new state and each alert, seconds since the first. */
export function formatTimeline(timeline: readonly TimelineEntry[]): string {
  const start = timeline[0]?.at ?? 0;
  const ids = new Set(
    timeline.map((entry) => (entry.type === 'state' ? entry.state.sessionId : entry.alert.sessionId) ?? ''),
  );
  const width = Math.max(0, ...[...ids].map((id) => id.length));
  const lines = timeline.flatMap((entry) => {
    const seconds = ((entry.at - start) / 1000).toFixed(1).padStart(9);
    const cells =
      entry.type === 'state' ? stateCells(entry.state, entry.previous) : alertCells(entry.type, entry.alert);
    if (cells === undefined) return [];
    const [sessionId, what, told] = cells;
    return [`${seconds} s  ${sessionId.padEnd(width)}  ${what.padEnd(34)}  ${told}`.trimEnd()];
  });
  return `${lines.join('\n')}\n`;
}

type Cells = [sessionId: string, what: string, told: string];

function stateCells(state: SessionState, previous: SessionState | undefined): Cells | undefined {
  const { sessionId, certainty, evidence, question } = state;
  if (state.state === previous?.state && certainty === previous.certainty) return undefined;
  const asked = question?.questions[0]?.text;
  const sure = certainty === 'certain' ? '' : ` (${certainty})`;
  return [sessionId, `${state.state}${sure}`, `${evidence[0]?.text ?? ''}${asked ? ` «${asked}»` : ''}`];
}

function alertCells(type: 'raised' | 'updated' | 'cleared', alert: Alert): Cells | undefined {
  const { sessionId = '', rule, severity, details, rings, clearReason } = alert;
  if (type === 'updated') return undefined;
  if (type === 'cleared') return [sessionId, `  cleared ${rule}`, clearReason ?? ''];
  return [sessionId, `  ${rings ? 'rings' : 'notes'} ${rule} (${severity})`, details];
}
