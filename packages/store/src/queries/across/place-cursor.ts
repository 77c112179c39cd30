import { BelfryError } from '@belfry/core';
import type { Place } from './look-back.ts';
import type { TimeKey } from './time-index.ts';

type Shape = readonly ('string' | 'number')[];

/** Opaque cursor of a list over time. */
export function toPlaceCursor(list: string, { at, after }: Place<TimeKey>): string {
  const parts = [list, at, ...(after ? [after.rank, ...after.values] : [])];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * `shapes`: types of the values that name a row, for each index of the list.
 * @throws BELFRY_CURSOR_INVALID when it was not made by the same list
 */
export function parsePlaceCursor(list: string, cursor: string, shapes: readonly Shape[]): Place<TimeKey> {
  try {
    const [known, at, rank, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (known === list && (at === null || Number.isSafeInteger(at))) {
      const time = at as number | null;
      if (rank === undefined && time !== null) return { at: time };
      const shape = typeof rank === 'number' ? shapes[rank] : undefined;
      if (shape?.length === values.length && shape.every((type, index) => typeof values[index] === type)) {
        return { at: time, after: { at: time, rank: rank as number, values: values as (string | number)[] } };
      }
    }
  } catch {
    // Anything but our own JSON is answered below.
  }
  throw new BelfryError('BELFRY_CURSOR_INVALID', 'This cursor is not from this list', {
    hint: 'Pass `next` from an earlier answer with the same filters.',
  });
}
