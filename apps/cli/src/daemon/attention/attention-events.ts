import type { AttentionChange } from '@belfry/attention';
import type { BelfryEvent } from '@belfry/core';

/** The event a kept change is told as; pure, one to one. */
export function toAttentionEvent(change: AttentionChange): BelfryEvent {
  if (change.type === 'state') return { type: 'state.changed', sessionId: change.state.sessionId, state: change.state };
  const { alert } = change;
  const about = alert.sessionId === undefined ? {} : { sessionId: alert.sessionId };
  return { type: `alert.${change.type}`, ...about, alert };
}
