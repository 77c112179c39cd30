import type { Certainty, EvidenceSource, SessionState, StateName } from '@belfry/core';
import { formatDuration } from '../../format/duration.ts';

const labels: Readonly<Record<StateName, string>> = {
  'needs-permission': 'Permission',
  'needs-answer': 'Question',
  working: 'Working',
  idle: 'Idle',
  stalled: 'Stalled',
  failed: 'Failed',
  ended: 'Ended',
  unknown: 'Unknown',
};

/** Short form of a state; the same in rows, titles and for screen readers. */
export function stateLabel(state: StateName): string {
  return labels[state];
}

const certainties: Readonly<Record<Certainty, string>> = { certain: 'certain', likely: 'likely', guess: 'a guess' };

/** "Permission, for 2m 14s, certain" */
export function sayState(state: SessionState | undefined, now: number): string {
  if (state === undefined || state.state === 'unknown') return 'State unknown';
  return `${labels[state.state]}, for ${formatDuration(now - Date.parse(state.since))}, ${certainties[state.certainty]}`;
}

const sources: Readonly<Record<EvidenceSource, string>> = {
  hook: 'Hook',
  transcript: 'Transcript',
  'status-line': 'Status line',
  process: 'Process',
  pane: 'Pane',
};

export function sourceLabel(source: EvidenceSource): string {
  return sources[source];
}

/** "from the hook, certain" */
export function sayEvidence({ evidence, certainty }: SessionState): string {
  const [first] = evidence;
  const from = first === undefined ? '' : `from the ${sources[first.source].toLowerCase()}, `;
  return `${from}${certainties[certainty]}`;
}
