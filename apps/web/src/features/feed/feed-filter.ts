import type { ApiQuery } from '@belfry/api/contract';
import type { FeedEntry } from '../../live/feed-entry.ts';

export type FeedFilter = 'all' | 'prompts' | 'edits' | 'failed';

/** What the feed can be narrowed to, in the order shown. */
export const feedFilters: readonly { value: FeedFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'prompts', label: 'Prompts' },
  { value: 'edits', label: 'Edits' },
  { value: 'failed', label: 'Failed' },
];

/** The filter as the archive is asked for it. */
export function toFeedQuery(filter: FeedFilter): ApiQuery<'listFeed'> {
  if (filter === 'prompts') return { kind: ['prompt', 'queued'] };
  if (filter === 'edits') return { kind: ['edit', 'write'] };
  return filter === 'failed' ? { hasError: true } : {};
}

/** The same filter for what comes live. */
export function passesFeed(filter: FeedFilter, entry: FeedEntry): boolean {
  const { variant, kind, isFailed } =
    entry.kind === 'message'
      ? { variant: entry.message.variant, kind: '', isFailed: entry.message.variant === 'error' }
      : { variant: '', kind: entry.call.kind, isFailed: entry.call.status === 'error' };
  if (filter === 'prompts') return variant === 'prompt' || variant === 'queued';
  if (filter === 'edits') return kind === 'edit' || kind === 'write';
  return filter !== 'failed' || isFailed;
}
