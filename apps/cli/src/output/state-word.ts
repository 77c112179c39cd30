import type { SessionState } from '@belfry/core';

const words: Record<SessionState['state'], string> = {
  working: 'working',
  'needs-permission': 'needs permission',
  'needs-answer': 'needs an answer',
  idle: 'idle',
  stalled: 'stalled',
  failed: 'failed',
  ended: 'ended',
  unknown: 'unknown',
};

/** What a session does, in words; what is not certain never reads as if it were. */
export function toStateWord({ state, certainty }: Pick<SessionState, 'state' | 'certainty'>): string {
  if (state === 'unknown' || certainty === 'certain') return words[state];
  return `${certainty === 'likely' ? 'probably' : 'perhaps'} ${words[state]}`;
}
