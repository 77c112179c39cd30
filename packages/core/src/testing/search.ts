import type { SearchHit, SearchPage } from '../model/search.ts';
import { aSessionView } from './sessions.ts';

/** A word found in the middle of a reply. */
export function aSearchHit(hit: Partial<SearchHit> = {}): SearchHit {
  return {
    id: '1.2',
    sessionId: aSessionView().id,
    kind: 'message',
    messageKey: 'm2',
    role: 'assistant',
    variant: 'reply',
    isError: false,
    block: 0,
    at: '2026-01-02T03:00:30.000Z',
    snippet: {
      text: 'it was the rounding of halves',
      marks: [{ start: 11, end: 19 }],
      cutBefore: true,
      cutAfter: true,
    },
    ...hit,
  };
}

/** One page with one hit, both indexes complete. */
export function aSearchPage(page: Partial<SearchPage> = {}): SearchPage {
  const complete = { complete: true, pendingBytes: 0, totalBytes: 4_096 };
  const items = page.items ?? [aSearchHit()];
  return {
    items,
    sessions: items.length === 0 ? [] : [aSessionView()],
    total: { hits: items.length, isExact: true },
    matched: 'words',
    indexing: { messages: complete, outputs: complete },
    alternatives: [],
    tookMs: 3,
    ...page,
  };
}
