import { toIsoTime } from '../../views/iso-time.ts';

/** Where a newest-first list is read on: `after` a row, else with everything earlier than `at`. */
export interface Place<Key> {
  /** ms since 1970 UTC; null among the rows without a time, which stand at the end. */
  at: number | null;
  after?: Key;
}

/** A row as it stands in an index over time. */
export interface TimedKey {
  at: number | null;
}

/** How the rows of one list are found. */
export interface TimeList<Key extends TimedKey, Item> {
  /** Rows after a place (`undefined`: from the newest on) that are not older than `floor`, newest first. */
  read(from: Place<Key> | undefined, floor: number | undefined, count: number): Promise<Key[]>;
  /**
   * Time of the row `stride` rows further back; `undefined` when fewer are left. A list without filters needs none:
   * what it looks at, it gives.
   */
  floor?(from: Place<Key> | undefined, stride: number): Promise<number | undefined>;
  /** Share of the rows that turns out not to be shown, about: so many more are read at once. */
  spare?: number;
  /** Items of keys, one each; `undefined` for what is not to be shown. */
  toItems(keys: readonly Key[]): Promise<(Item | undefined)[]>;
}

export interface LookBack<Key, Item> {
  items: Item[];
  /** There is more to look through from here. */
  next?: Place<Key>;
  /** How far back it has looked, when there is more. */
  lookedBackTo?: string;
}

/**
 * Rows looked through for one page, stretch by stretch: most filters are met soon, a rare one must not walk the whole
 * archive. A page may come short, but never takes long.
 */
const strides = [1_000, 4_000, 16_000, 16_000];

/** Reads one page of a list over time. */
export async function lookBack<Key extends TimedKey, Item>(
  list: TimeList<Key, Item>,
  start: Place<Key> | undefined,
  limit: number,
): Promise<LookBack<Key, Item>> {
  const items: Item[] = [];
  let from = start;
  for (const stride of strides) {
    const floor = await list.floor?.(from, stride);
    const wanted = Math.ceil((limit + 1 - items.length) * (1 + (list.spare ?? 0)));
    const keys = await list.read(from, floor, wanted);
    const shown = await list.toItems(keys);
    for (const [index, item] of shown.entries()) {
      if (item === undefined) continue;
      if (items.length === limit) return { items, ...toNext(from) };
      items.push(item);
      const key = keys[index] as Key;
      from = { at: key.at, after: key };
    }
    const last = keys.at(-1);
    if (keys.length === wanted && last !== undefined) from = { at: last.at, after: last };
    else if (floor !== undefined) from = { at: floor };
    else return { items };
  }
  return { items, ...toNext(from) };
}

function toNext<Key>(from: Place<Key> | undefined): Pick<LookBack<Key, never>, 'next' | 'lookedBackTo'> {
  if (from === undefined) return {};
  return from.at === null ? { next: from } : { next: from, lookedBackTo: toIsoTime(from.at) };
}
