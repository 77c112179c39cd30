import { BelfryError } from '@belfry/core';
import { noSession } from '../http/not-found.ts';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';
import { snapshot } from './snapshot.ts';

export function messageRoutes(define: DefineRoute, services: ApiServices): void {
  define('listMessages', ({ params: { id }, query }) => {
    const given = [query.before, query.after, query.around].filter((cursor) => cursor !== undefined);
    if (given.length > 1) throw new BelfryError('BELFRY_BAD_REQUEST', 'Give one of "before", "after" and "around"');
    return snapshot(services, async () => (await services.read.messages({ sessionId: id, ...query })) ?? noSession(id));
  });
}
