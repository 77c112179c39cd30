import { noSession } from '../http/not-found.ts';
import type { JsonText } from '../ports/usage-port.ts';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';

export function usageRoutes(define: DefineRoute, services: ApiServices): void {
  const { usage } = services;
  const ofSession = <T extends object>(id: string, query: () => Promise<JsonText<T> | undefined>) =>
    snapshotText(services, async () => (await query()) ?? noSession(id));

  define('getUsageSummary', ({ query }) => snapshotText(services, () => usage.summary(query)));
  define('listUsageSessions', ({ query }) => snapshotText(services, () => usage.sessions(query)));
  define('listUsageBlocks', ({ query }) => snapshotText(services, () => usage.blocks(query)));
  define('getQuota', ({ query }) => snapshotText(services, () => usage.quota(query)));
  define('getSessionUsage', ({ params: { id } }) => ofSession(id, () => usage.session(id)));
  define('listSessionRequests', ({ params: { id }, query }) => ofSession(id, () => usage.requests(id, query)));
  define('getCostSeries', ({ params: { id }, query }) => ofSession(id, () => usage.series(id, query)));
}

/** `snapshot` for an answer that is JSON already. */
async function snapshotText<T extends object>(
  { hub }: Pick<ApiServices, 'hub'>,
  query: () => Promise<JsonText<T>>,
): Promise<JsonText<T & { asOf: string }>> {
  const asOf = JSON.stringify(hub.lastId());
  return `{"asOf":${asOf},${(await query()).slice(1)}`;
}
