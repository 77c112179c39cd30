/**
 * Lets whoever waits have a turn. A search runs on the thread that answers all reads, and a statement cannot be
 * interrupted: it looks at a few hundred rows at a time, and this stands between two such looks.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
