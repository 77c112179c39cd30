import { BelfryError, type SessionQuery } from '@belfry/core';
import type { SessionListQuery } from '../contract/sessions.ts';
import { resolveDateRange } from '../http/date-range.ts';
import { lastMonths } from '../http/last-months.ts';
import { noSession, notFound } from '../http/not-found.ts';
import type { SyncTarget } from '../ports/sync-port.ts';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';
import { snapshot } from './snapshot.ts';

export function sessionRoutes(define: DefineRoute, services: ApiServices): void {
  const { read, sync, version } = services;

  const detail = (id: string) => snapshot(services, async () => (await read.session(id)) ?? noSession(id));

  define('listSessions', ({ query }) => snapshot(services, () => read.sessions(toSessionQuery(query))));

  define('getSessionFacets', ({ query: { months: count = 12, ...filters } }) =>
    snapshot(services, async () => {
      const { names, bounds } = lastMonths(services.clock.now(), filters.timezone ?? 'UTC', count);
      const { spans, ...facets } = await read.sessionFacets(toSessionQuery(filters), bounds);
      return { ...facets, months: names.map((month, index) => ({ month, sessions: spans[index] ?? 0 })) };
    }),
  );

  define('getSession', ({ params }) => detail(params.id));

  define('listChildren', ({ params: { id } }) =>
    snapshot(services, async () => ({ items: (await read.children(id)) ?? noSession(id) })),
  );

  define('listRawRecords', ({ params: { id, key } }) =>
    snapshot(services, async () => {
      const items = await read.rawRecords(id, key);
      if (!items) throw notFound(`No message or tool call ${key} in session ${id}`);
      return { items };
    }),
  );

  define('syncSession', async ({ body }) => {
    const target = toTarget(body);
    if (version.readOnly) throw new BelfryError('BELFRY_READ_ONLY', 'This server reads only and cannot sync');
    const id = await sync.syncOne(target);
    if (id === undefined) throw notFound(`No session for ${'path' in target ? target.path : target.id}`, watchedHint);
    return detail(id);
  });
}

const watchedHint = 'The file must be below a directory belfry watches; belfry doctor lists them.';

function toSessionQuery({ from, to, timezone, ...filters }: SessionListQuery): SessionQuery {
  return { ...filters, ...resolveDateRange({ from, to, timezone }) };
}

function toTarget({ path, id }: { path?: string; id?: string }): SyncTarget {
  if (path !== undefined && id === undefined) return { path };
  if (id !== undefined && path === undefined) return { id };
  throw new BelfryError('BELFRY_BAD_REQUEST', 'Give either "path" or "id"');
}
