import type { Connection } from '../database/connection.ts';

const quartersPerDay = 96;

/** Cells of one UTC day from the rows, in the order of core's `cellFields`. */
export function createCellReader(connection: Connection): (day: number) => Float64Array {
  const cells = connection
    .prepare(
      `SELECT quarter, series, session_id, first_at, last_at, requests, input, output, reasoning, cache_read,
         cache_write_5m, cache_write_1h, web_searches, reported_micros
         FROM session_usage WHERE quarter >= ? AND quarter < ? ORDER BY quarter`,
    )
    .raw();
  return (day) => {
    const rows = cells.all(day * quartersPerDay, (day + 1) * quartersPerDay) as number[][];
    return Float64Array.from(rows.flat());
  };
}
