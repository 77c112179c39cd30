let count = 0;

/** An id unlike any other of this run. */
export function nextId(prefix: string): string {
  count += 1;
  return `${prefix}Bell${String(count).padStart(6, '0')}`;
}
