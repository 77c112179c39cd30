import type { SyncProgress } from '@belfry/core';
import { formatBytes, formatCountOf } from '../output/figures.ts';

const width = 24;

/** The first import on a terminal, one line rewritten in place; without a terminal, its start and end only. */
export function createProgressBar(stream: NodeJS.WriteStream): (progress: SyncProgress) => void {
  let shown = false;
  let importing = false;
  return (progress) => {
    const { phase, filesDone, filesTotal, bytesDone, bytesTotal, issues } = progress;
    if (phase === 'importing') {
      if (stream.isTTY) {
        const share = bytesTotal === 0 ? 1 : bytesDone / bytesTotal;
        const bar = '#'.repeat(Math.round(share * width)).padEnd(width, '.');
        stream.write(
          `\r\x1b[2K[${bar}] ${Math.floor(share * 100)}%  ${filesDone} of ${filesTotal} files, ${formatBytes(bytesDone)}`,
        );
        shown = true;
      } else if (!importing) {
        stream.write(`Importing ${filesTotal} files, ${formatBytes(bytesTotal)}, newest first.\n`);
      }
      importing = true;
    } else if (phase === 'idle' && importing) {
      const found = issues === 0 ? 'no issues' : `${formatCountOf(issues, 'issue')}, belfry doctor lists them`;
      const left = filesTotal - filesDone;
      const rest = left > 0 ? ` ${left} files could not be read yet; belfry daemon logs says why.` : '';
      stream.write(
        `${shown ? '\r\x1b[2K' : ''}Imported ${filesDone} files, ${formatBytes(bytesDone)}; ${found}.${rest}\n`,
      );
      importing = false;
      shown = false;
    }
  };
}
