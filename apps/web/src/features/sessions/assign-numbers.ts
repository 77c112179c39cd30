/** Numbers for the living: who has one keeps it, who comes takes the smallest that is free. */
export function assignNumbers(held: ReadonlyMap<string, number>, living: readonly string[]): Map<string, number> {
  const next = new Map<string, number>();
  const taken = new Set<number>();
  for (const id of living) {
    const number = held.get(id);
    if (number === undefined || taken.has(number)) continue;
    next.set(id, number);
    taken.add(number);
  }
  let free = 1;
  for (const id of living) {
    if (next.has(id)) continue;
    while (taken.has(free)) free += 1;
    next.set(id, free);
    taken.add(free);
  }
  return next;
}
