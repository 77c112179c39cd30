/** The newest `capacity` items of a sequence numbered from 1. */
export interface Ring<T> {
  /** Appends and returns the item's number. */
  push(item: T): number;
  /** Items numbered above `seq`, oldest first; `undefined` when some of them are gone or `seq` is ahead of the newest. */
  after(seq: number): T[] | undefined;
  /** Forgets all items; the numbers go on. */
  clear(): void;
  /** Number of the newest item, 0 when there is none. */
  readonly last: number;
  readonly size: number;
  readonly capacity: number;
}

export function createRing<T>(capacity: number): Ring<T> {
  const items: T[] = [];
  let last = 0;
  let cleared = 0;

  return {
    push(item) {
      items[last % capacity] = item;
      last += 1;
      return last;
    },
    after(seq) {
      if (seq > last || seq < Math.max(cleared, last - items.length)) return undefined;
      const found: T[] = [];
      for (let at = seq; at < last; at++) found.push(items[at % capacity] as T);
      return found;
    },
    clear() {
      cleared = last;
    },
    get last() {
      return last;
    },
    get size() {
      return items.length;
    },
    capacity,
  };
}
