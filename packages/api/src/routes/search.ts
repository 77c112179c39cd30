import type { SearchQuery } from '@belfry/core';
import type { SearchListQuery } from '../contract/search.ts';
import { resolveDateRange } from '../http/date-range.ts';
import { noSession } from '../http/not-found.ts';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';
import { snapshot } from './snapshot.ts';

export function searchRoutes(define: DefineRoute, services: ApiServices): void {
  define('search', ({ query }) =>
    snapshot(
      services,
      async () => (await services.read.search(toSearchQuery(query))) ?? noSession(query.session ?? ''),
    ),
  );
}

function toSearchQuery({ from, to, timezone, ...filters }: SearchListQuery): SearchQuery {
  return { ...filters, ...resolveDateRange({ from, to, timezone }) };
}
