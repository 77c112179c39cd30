import type { BelfryEvent, MessageHead } from '@belfry/core';

/** A `message.added` event of session `claude:a`, told apart by its message key. */
export function aMessageEvent(
  key: string | number,
  sessionId = 'claude:a',
  head: Partial<MessageHead> = {},
): BelfryEvent {
  const message: MessageHead = {
    key: String(key),
    cursor: String(key),
    role: 'assistant',
    variant: 'reply',
    preview: `message ${key}`,
    abandoned: false,
    superseded: false,
    inherited: false,
    ...head,
  };
  return { type: 'message.added', sessionId, message };
}

/** A `quota.sampled` event: one that belongs to no session. */
export function aQuotaEvent(usedPercent = 10): BelfryEvent {
  return {
    type: 'quota.sampled',
    sample: { agent: 'claude', limit: 'five_hour', usedPercent, at: '2026-01-01T00:00:00.000Z' },
  };
}
