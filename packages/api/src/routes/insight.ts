import { resolveDateRange } from '../http/date-range.ts';
import { noSession } from '../http/not-found.ts';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';
import { snapshot } from './snapshot.ts';

/** What happened over all sessions, and who is related to whom. */
export function insightRoutes(define: DefineRoute, services: ApiServices): void {
  const { read, clock } = services;

  define('getSessionTree', ({ params: { id }, query }) =>
    snapshot(services, async () => (await read.sessionTree(id, { ...query, now: clock.now() })) ?? noSession(id)),
  );

  define('listFeed', ({ query: { from, to, timezone, ...filters } }) =>
    snapshot(services, () => read.feed({ ...filters, ...resolveDateRange({ from, to, timezone }) })),
  );

  define('listEdits', ({ query }) =>
    snapshot(services, async () => (await read.edits(query)) ?? noSession(query.session ?? '')),
  );
}
