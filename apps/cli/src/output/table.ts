import Table from 'cli-table3';
import { createColors } from 'picocolors';
import stringWidth from 'string-width';
import { wantsColor } from './color.ts';
import { toColumnWidths } from './column-widths.ts';
import { printableLine } from './printable.ts';

/** Width of a table that goes to a file or a pipe. */
const plainWidth = 160;
const gap = 2;

/** Every line cli-table3 can draw, none of which we want. */
const noLines = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, '']),
);

export interface Column<Row> {
  head: string;
  align?: 'left' | 'right';
  value(row: Row): string;
  /** May be cut, so that the table fits. */
  flexible?: boolean;
}

/** A borderless table that fits the terminal: flexible columns are cut first. */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  stream: NodeJS.WriteStream,
  { color: asked }: { color?: boolean | undefined } = {},
): string {
  const color = createColors(asked ?? wantsColor(stream, process.env));
  const cells = rows.map((row) => columns.map((column) => printableLine(column.value(row))));
  const wanted = columns.map((column, i) => ({
    wanted: Math.max(column.head.length, ...cells.map((line) => stringWidth(line[i] ?? ''))),
    flexible: column.flexible === true,
  }));
  const widths = toColumnWidths(wanted, toTableWidth(stream) - gap * (columns.length - 1));
  const table = new Table({
    head: columns.map((column) => color.dim(column.head)),
    colAligns: columns.map((column) => column.align ?? 'left'),
    colWidths: widths.map((width) => width + gap),
    wordWrap: false,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap, compact: true },
    chars: noLines,
  });
  table.push(...cells);
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** Columns of the terminal, or the width of a table for a file. */
export function toTableWidth(stream: NodeJS.WriteStream): number {
  return (stream.isTTY ? stream.columns : undefined) || plainWidth;
}
