import type { ApiServices } from '../services.ts';

/**
 * Adds `asOf` to what a query answers. The id is read first: events that come while the query runs are then heard
 * again by a client that resumes from it, never missed.
 */
export async function snapshot<T extends object>(
  { hub }: Pick<ApiServices, 'hub'>,
  query: () => Promise<T>,
): Promise<T & { asOf: string }> {
  const asOf = hub.lastId();
  return { ...(await query()), asOf };
}
