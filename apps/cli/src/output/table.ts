import Table from 'cli-table3';
import { createColors } from 'picocolors';
import stringWidth from 'string-width';
import { wantsColor } from './color.ts';

/** Width of a table that goes to a file or a pipe. */
const plainWidth = 160;

export interface Column<Row> {
  head: string;
  align?: 'left' | 'right';
  value(row: Row): string;
  /** Takes what the other columns leave; one column at most. */
  flexible?: boolean;
}

/** A borderless table that fits the terminal: the flexible column is cut first. */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  stream: NodeJS.WriteStream,
): string {
  const color = createColors(wantsColor(stream, process.env));
  const cells = rows.map((row) => columns.map((column) => column.value(row)));
  const widths = columns.map((column, i) =>
    Math.max(column.head.length, ...cells.map((line) => stringWidth(line[i] ?? ''))),
  );
  const flexible = columns.findIndex((column) => column.flexible === true);
  if (flexible >= 0) {
    const others = widths.reduce((sum, width, i) => sum + (i === flexible ? 0 : width), 0) + 2 * columns.length;
    widths[flexible] = Math.max(12, Math.min(widths[flexible] ?? 12, (stream.isTTY ? stream.columns : plainWidth) - others));
  }
  const table = new Table({
    head: columns.map((column) => color.dim(column.head)),
    colAligns: columns.map((column) => column.align ?? 'left'),
    colWidths: widths.map((width) => width + 2),
    wordWrap: false,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true },
    chars: Object.fromEntries(
      [
        'top',
        'top-mid',
        'top-left',
        'top-right',
        'bottom',
        'bottom-mid',
        'bottom-left',
        'bottom-right',
        'left',
        'left-mid',
        'mid',
        'mid-mid',
        'right',
        'right-mid',
        'middle',
      ].map((name) => [name, '']),
    ),
  });
  table.push(...cells);
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}
