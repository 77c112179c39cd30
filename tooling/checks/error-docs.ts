/** A row of a table about codes: the code in its first cell, the other cells as text. */
export interface CodeRow {
  code: string;
  cells: string[];
}

/** Every table row whose first cell is one code span. */
export function readCodeRows(markdown: string): CodeRow[] {
  return [...markdown.matchAll(/^\|\s*`([^`]+)`\s*\|(.*)\|\s*$/gm)].map(([, code = '', rest = '']) => ({
    code,
    cells: rest.split('|').map((cell) => cell.trim()),
  }));
}

/**
 * Differences between the codes in use and the rows that explain them, in both directions. `used` gives
 * for each code what its next cells must say; after those, no cell may be empty.
 */
export function compareCodes(rows: readonly CodeRow[], used: ReadonlyMap<string, readonly string[]>): string[] {
  const missing = [...used.keys()].filter((code) => !rows.some((row) => row.code === code));
  const problems = missing.map((code) => `${code} is not explained`);
  const seen = new Set<string>();
  for (const { code, cells } of rows) {
    const expected = used.get(code);
    if (expected === undefined) problems.push(`${code} is explained, but no code uses it`);
    else if (expected.some((cell, index) => cells[index] !== cell)) {
      problems.push(`${code} says ${cells.slice(0, expected.length).join(', ')} instead of ${expected.join(', ')}`);
    } else if (cells.includes('')) problems.push(`${code} has an empty cell`);
    if (seen.has(code)) problems.push(`${code} is explained twice`);
    seen.add(code);
  }
  return problems;
}
