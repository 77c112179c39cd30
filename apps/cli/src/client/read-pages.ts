import type { SessionView } from '@belfry/core';

interface PageOf<Item> {
  items: Item[];
  sessions: SessionView[];
  next?: string;
}

/** Pages of a list over time until there are `limit` items or nothing is left; a rare filter gives many short pages. */
export async function readPages<Item>(
  read: (page: { limit: number; cursor?: string }) => Promise<PageOf<Item>>,
  limit: number,
): Promise<{ items: Item[]; sessions: SessionView[]; hasMore: boolean }> {
  const items: Item[] = [];
  const sessions = new Map<string, SessionView>();
  let cursor: string | undefined;
  do {
    const page = await read({
      limit: Math.min(200, limit - items.length),
      ...(cursor === undefined ? {} : { cursor }),
    });
    items.push(...page.items);
    for (const session of page.sessions) sessions.set(session.id, session);
    cursor = page.next;
  } while (cursor !== undefined && items.length < limit);
  return { items, sessions: [...sessions.values()], hasMore: cursor !== undefined };
}
