import type { BelfryEvent } from '@belfry/core';
import { aMessageHead, anEvent } from '@belfry/core/testing';

/** A `message.added` event told apart by its message key. */
export function aMessageEvent(key: string | number, sessionId = 'claude:a'): BelfryEvent {
  return anEvent('message.added', { sessionId, message: aMessageHead({ key: String(key) }) });
}

/** An event that belongs to no session. */
export function aQuotaEvent(): BelfryEvent {
  return anEvent('quota.sampled');
}
