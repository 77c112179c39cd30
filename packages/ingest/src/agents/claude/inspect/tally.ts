/** Counts of names, for data whose names are not known beforehand. */
export interface Tally {
  add(name: string): void;
  of(name: string): number;
  /** As an object, the most frequent first. */
  sorted(): Record<string, number>;
}

export function createTally(): Tally {
  const counts = new Map<string, number>();
  return {
    add(name) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    of: (name) => counts.get(name) ?? 0,
    sorted: () => Object.fromEntries([...counts].sort((a, b) => b[1] - a[1])),
  };
}
