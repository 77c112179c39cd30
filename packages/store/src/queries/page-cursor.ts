import { BelfryError } from '@belfry/core';

/** Opaque cursor of a list: the sort value and the tie-breaker of the last row given. */
export function toPageCursor(kind: string, values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([kind, ...values])).toString('base64url');
}

/** @throws BELFRY_CURSOR_INVALID when it was not made by the same list */
export function parsePageCursor(kind: string, cursor: string, types: readonly ('string' | 'number')[]) {
  try {
    const [known, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const fits = values.length === types.length && types.every((type, index) => typeof values[index] === type);
    if (known === kind && fits) return values as (string | number)[];
  } catch {
    // Anything but our own JSON is answered below.
  }
  throw new BelfryError('BELFRY_CURSOR_INVALID', 'This cursor is not from this list', {
    hint: 'Pass `next` from an earlier answer with the same filters and sort.',
  });
}

/** Of which list a cursor is; `undefined` for what is none. */
export function cursorKind(cursor: string): string | undefined {
  try {
    const [kind] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    return typeof kind === 'string' ? kind : undefined;
  } catch {
    // Whoever reads it whole says so.
    return undefined;
  }
}

export function toLimit(limit: number | undefined, fallback: number): number {
  return Math.min(500, Math.max(1, Math.trunc(limit ?? fallback)));
}
