import type { FileEdit } from '@belfry/core';
import { dayOf, formatDay, type TimeStyle } from '../../format/time.ts';

/** A line of the list of edits: an edit, or the day that begins above one. */
export type EditRow = { kind: 'head'; key: string; label: string } | { kind: 'edit'; key: string; edit: FileEdit };

/** Edits under heads of their days; their order is kept. */
export function toEditRows(edits: readonly FileEdit[], now: number, style: TimeStyle = {}): EditRow[] {
  let day: string | undefined;
  return edits.flatMap((edit): EditRow[] => {
    const row = { kind: 'edit', key: edit.id, edit } as const;
    const own = edit.at === undefined ? 'none' : dayOf(new Date(edit.at), style);
    if (own === day) return [row];
    day = own;
    const label = edit.at === undefined ? 'Without a time' : formatDay(edit.at, now, style);
    return [{ kind: 'head', key: `day ${own}`, label }, row];
  });
}
