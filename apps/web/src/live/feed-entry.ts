import type { FeedItem, MessageHead, ToolCallHead } from '@belfry/core';

/** One line of the feed: a message or a tool call of any session. */
export type FeedEntry =
  | { kind: 'message'; key: string; sessionId: string; at: string | undefined; message: MessageHead }
  | { kind: 'tool'; key: string; sessionId: string; at: string | undefined; call: ToolCallHead };

/** What was injected or printed by the agent's own UI is not news. */
const news: ReadonlySet<string> = new Set(['prompt', 'queued', 'reply', 'error', 'compaction', 'notice']);

export function toMessageEntry(sessionId: string, message: MessageHead): FeedEntry | undefined {
  if (!news.has(message.variant) || message.preview === '' || message.inherited || message.superseded) return undefined;
  return { kind: 'message', key: `${sessionId} m ${message.key}`, sessionId, at: message.at, message };
}

/** A line as the archive tells it. */
export function toFeedEntry(item: FeedItem): FeedEntry | undefined {
  return item.type === 'message'
    ? toMessageEntry(item.sessionId, item.message)
    : toToolEntry(item.sessionId, item.call);
}

export function toToolEntry(sessionId: string, call: ToolCallHead): FeedEntry {
  return { kind: 'tool', key: `${sessionId} t ${call.callId}`, sessionId, at: call.at, call };
}

/**
 * The feed with `news` worked in: an entry that is already there changes where it stands, a new one goes
 * to its place by time, newest first; at most `limit` remain.
 */
export function mergeFeed(feed: readonly FeedEntry[], news: readonly FeedEntry[], limit: number): FeedEntry[] {
  const byKey = new Map(feed.toReversed().map((entry) => [entry.key, entry]));
  for (const entry of news) {
    const known = byKey.get(entry.key);
    byKey.set(entry.key, known?.at === undefined ? entry : { ...entry, at: known.at });
  }
  // Reversed first, so that of entries with the same time the one that came last stands on top.
  const newestFirst = [...byKey.values()].reverse();
  return newestFirst.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? '')).slice(0, limit);
}
