/** What a command does now, as one line on a terminal that is rewritten in place; silent without a terminal. */
export interface WorkLine {
  show(step: string, done: number, total: number): void;
  clear(): void;
}

const width = 24;

export function createWorkLine(stream: NodeJS.WriteStream): WorkLine {
  let shown = '';
  return {
    show(step, done, total) {
      if (!stream.isTTY) return;
      const share = total === 0 ? undefined : Math.min(1, done / total);
      const bar = share === undefined ? '' : `[${'#'.repeat(Math.round(share * width)).padEnd(width, '.')}] `;
      const line = `${bar}${step}${share === undefined ? '' : ` ${Math.floor(share * 100)}%`}`;
      if (line === shown) return;
      shown = line;
      stream.write(`\r\x1b[2K${line}`);
    },
    clear() {
      if (shown !== '') stream.write('\r\x1b[2K');
      shown = '';
    },
  };
}
