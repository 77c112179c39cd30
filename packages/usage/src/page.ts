import { BelfryError, type Page } from '@belfry/core';

/**
 * One page of a list in its order. The cursor names the last item by what it is sorted by, so that a list that grows
 * between two pages shows no item twice.
 * @throws BELFRY_CURSOR_INVALID
 */
export function toPage<Item, Place>(
  sorted: readonly Item[],
  {
    cursor,
    limit,
    placeOf,
    compare,
  }: {
    cursor: string | undefined;
    limit: number;
    placeOf: (item: Item) => Place;
    compare: (a: Place, b: Place) => number;
  },
): Page<Item> {
  const after = cursor === undefined ? undefined : parseCursor<Place>(cursor);
  const start = after === undefined ? 0 : sorted.findIndex((item) => compare(placeOf(item), after) > 0);
  const items = start < 0 ? [] : sorted.slice(start, start + limit);
  const last = items.at(-1);
  const page: Page<Item> = { items, total: sorted.length };
  if (last !== undefined && start + limit < sorted.length) page.next = toCursor(placeOf(last));
  return page;
}

function toCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function parseCursor<Place>(cursor: string): Place {
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Place;
    if (Array.isArray(place)) return place;
  } catch {
    // Not one of ours; said below.
  }
  throw new BelfryError('BELFRY_CURSOR_INVALID', 'The cursor of this page cannot be read', {
    hint: 'Begin again without a cursor.',
  });
}
