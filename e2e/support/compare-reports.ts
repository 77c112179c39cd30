type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A number that two reports tell differently, or a row only one of them has. */
export interface ReportDifference {
  /** Id of the row (period, session, block), or `totals`. */
  row: string;
  /** Field inside the row, e.g. `modelBreakdowns.claude-opus-4-5.cost`; empty for a whole row. */
  field: string;
  theirs: number | undefined;
  ours: number | undefined;
}

/** Costs are rounded to the micro-dollar here and not there. */
const tolerance = 1.5e-6;

/** Every numeric field of two reports of ccusage's shape; rows by their id, models by their name. */
export function compareReports(theirs: string, ours: string): ReportDifference[] {
  const [a, b] = [toRows(JSON.parse(theirs) as Json), toRows(JSON.parse(ours) as Json)];
  const differences: ReportDifference[] = [];
  for (const row of new Set([...a.keys(), ...b.keys()])) {
    const [before, after] = [a.get(row), b.get(row)];
    if (before === undefined || after === undefined) {
      const tokens = (one: Map<string, number> | undefined) => one?.get('totalTokens') ?? (one && 0);
      differences.push({ row, field: '', theirs: tokens(before), ours: tokens(after) });
      continue;
    }
    for (const field of new Set([...before.keys(), ...after.keys()])) {
      const [x, y] = [before.get(field), after.get(field)];
      if (x !== undefined && y !== undefined && Math.abs(x - y) <= tolerance) continue;
      differences.push({ row, field, theirs: x, ours: y });
    }
  }
  return differences;
}

/** Number of numeric fields, so that a comparison of nothing is seen. */
export function countNumbers(report: string): number {
  return [...toRows(JSON.parse(report) as Json).values()].reduce((sum, row) => sum + row.size, 0);
}

function toRows(report: Json): Map<string, Map<string, number>> {
  const rows = new Map<string, Map<string, number>>();
  if (!isObject(report)) return rows;
  for (const [name, value] of Object.entries(report)) {
    if (name === 'belfry') continue;
    if (Array.isArray(value)) for (const row of value) rows.set(`${name} ${idOf(row)}`, numbersOf(row));
    else rows.set(name, numbersOf(value));
  }
  return rows;
}

/** ccusage names Codex sessions by the path of the file; the agent's id is its end. */
function idOf(row: Json): string {
  if (!isObject(row)) return '';
  const id = row.period ?? row.sessionId ?? row.date ?? row.week ?? row.month ?? row.id;
  return String(id).replace(/^.*rollout-.*-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, '$1');
}

function numbersOf(value: Json, prefix = '', into = new Map<string, number>()): Map<string, number> {
  if (typeof value === 'number') into.set(prefix, value);
  if (!isObject(value)) return into;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'belfry') continue;
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (!Array.isArray(inner)) numbersOf(inner, path, into);
    else
      for (const part of inner)
        if (isObject(part)) numbersOf(part, `${path}.${String(part.modelName ?? part.agent)}`, into);
  }
  return into;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
