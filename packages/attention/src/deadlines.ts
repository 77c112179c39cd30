/** Who is to be looked at next, by time. A name has one deadline; setting it again moves it. */
export interface Deadlines {
  set(name: string, atMs: number | undefined): void;
  /** The earliest; `undefined` when nobody waits. */
  next(): number | undefined;
  /** Takes out all that are due. */
  take(nowMs: number): string[];
}

interface Entry {
  name: string;
  at: number;
}

/** A binary heap; entries that were moved or taken back stay in it until they come to the top. */
export function createDeadlines(): Deadlines {
  const heap: Entry[] = [];
  const valid = new Map<string, Entry>();

  function push(entry: Entry): void {
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (at(parent) <= entry.at) break;
      swap(index, parent);
      index = parent;
    }
  }

  function pop(): void {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const least = at(left + 1) < at(left) ? left + 1 : left;
      if (at(least) >= at(index)) return;
      swap(index, least);
      index = least;
    }
  }

  const at = (index: number) => heap[index]?.at ?? Number.POSITIVE_INFINITY;
  function swap(a: number, b: number): void {
    const [one, other] = [heap[a], heap[b]];
    if (one === undefined || other === undefined) return;
    heap[a] = other;
    heap[b] = one;
  }

  function top(): Entry | undefined {
    while (heap[0] !== undefined && valid.get(heap[0].name) !== heap[0]) pop();
    return heap[0];
  }

  return {
    set(name, atMs) {
      if (valid.get(name)?.at === atMs) return;
      if (atMs === undefined) {
        valid.delete(name);
        return;
      }
      const entry = { name, at: atMs };
      valid.set(name, entry);
      push(entry);
    },
    next: () => top()?.at,
    take(nowMs) {
      const due: string[] = [];
      for (let entry = top(); entry !== undefined && entry.at <= nowMs; entry = top()) {
        valid.delete(entry.name);
        pop();
        due.push(entry.name);
      }
      return due;
    },
  };
}
