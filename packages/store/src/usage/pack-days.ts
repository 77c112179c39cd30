import type { Connection } from '../database/connection.ts';
import type { Transact } from '../database/transaction.ts';
import { createCellReader } from './cell-reader.ts';
import { packCells } from './pack-cells.ts';

/**
 * Packs days of usage, oldest first, until `limitBytes` are packed; returns how many were. The newest day is left
 * alone: it still changes. So is day 0, where requests without a time stand.
 */
export function createDayPacker(connection: Connection, transact: Transact): (limitBytes: number) => number {
  const unpacked = connection
    .prepare(
      `SELECT day FROM usage_days WHERE day > 0 AND day < (SELECT max(day) FROM usage_days)
       AND day NOT IN (SELECT day FROM packed_usage) ORDER BY day LIMIT 1`,
    )
    .pluck();
  const readCells = createCellReader(connection);
  const put = connection.prepare('INSERT OR REPLACE INTO packed_usage (day, cells) VALUES (?, ?)');
  return (limitBytes) => {
    let packed = 0;
    for (let isDone = false; !isDone && packed < limitBytes; ) {
      isDone = transact(() => {
        const day = unpacked.get() as number | undefined;
        if (day === undefined) return true;
        const bytes = packCells(readCells(day));
        put.run(day, bytes);
        // A day of which nothing is left counts too, or it would be taken for no progress.
        packed += bytes.length + 1;
        return false;
      });
    }
    return packed;
  };
}
