/** How wide a column wants to be, and whether it may be cut. */
export interface WantedWidth {
  wanted: number;
  flexible: boolean;
}

/** What is left of a flexible column when there is no room at all. */
const leastWidth = 12;

/**
 * Widths that fit into `room`: fixed columns get what they want, flexible ones share the rest evenly;
 * what a short one does not need goes to the others.
 */
export function toColumnWidths(columns: readonly WantedWidth[], room: number): number[] {
  const fixed = columns.reduce((sum, { wanted, flexible }) => sum + (flexible ? 0 : wanted), 0);
  let left = room - fixed;
  let waiting = columns.filter(({ flexible }) => flexible).length;
  const widths = columns.map(({ wanted }) => wanted);
  const narrowFirst = columns
    .map(({ wanted, flexible }, index) => ({ wanted, flexible, index }))
    .filter(({ flexible }) => flexible)
    .sort((a, b) => a.wanted - b.wanted);
  for (const { wanted, index } of narrowFirst) {
    const width = Math.min(wanted, Math.max(leastWidth, Math.floor(left / waiting)));
    widths[index] = width;
    left -= width;
    waiting -= 1;
  }
  return widths;
}
