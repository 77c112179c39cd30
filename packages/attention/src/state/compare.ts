import type { SessionState } from '@belfry/core';

const silences: ReadonlySet<string> = new Set(['quiet', 'open-call', 'last-word']);

/** What silence brought about, and goes on with it. */
export function isSilence(state: SessionState | undefined): boolean {
  return state !== undefined && silences.has(state.evidence[0]?.sign ?? '');
}

/** Something goes on in it, or waits. */
export function isActive({ state }: SessionState): boolean {
  return state !== 'ended' && state !== 'idle' && state !== 'failed';
}

/** Whether nothing changed that is worth telling; what counts calls and people is told with the next change. */
export function isSame(a: SessionState, b: SessionState): boolean {
  return (
    a.state === b.state &&
    a.since === b.since &&
    a.certainty === b.certainty &&
    a.turnSince === b.turnSince &&
    a.subagents.working === b.subagents.working &&
    a.subagents.waiting === b.subagents.waiting &&
    JSON.stringify([a.question, a.failure]) === JSON.stringify([b.question, b.failure])
  );
}
