import { formatBytes, formatCount } from '../output/figures.ts';
import { say } from '../output/talk.ts';
import type { Freshness } from './gather/gather-usage.ts';
import type { ReportRequest } from './options/report-request.ts';

/** Reading so much anew each time is worth a word about the daemon. */
const muchBytes = 50_000_000;

/** Says what numbers do not hold, and what was read for them where that took its time. */
export function tellFreshness(freshness: Freshness, request: ReportRequest): void {
  const { from, filesRead, bytesRead, unreadable, olderBytes, archiveProblem } = freshness;
  if (archiveProblem !== undefined) {
    say(
      `belfry: ${archiveProblem.message}. Counted from the files alone; sessions only the archive keeps are missing.`,
    );
    if (archiveProblem.hint !== undefined) say(archiveProblem.hint);
  }
  if (olderBytes > 0) {
    say(
      `belfry: of ${formatBytes(olderBytes)} of transcripts the numbers are as an older belfry counted them, until a daemon has read the kept bytes again.`,
    );
  }
  if (unreadable.length > 0) {
    const [first] = unreadable;
    const others = unreadable.length === 1 ? '' : `, and ${unreadable.length - 1} more`;
    say(`belfry: not counted, because it cannot be read: ${first?.path} (${first?.detail})${others}.`);
  }
  const isRead = request.debug || (bytesRead >= muchBytes && process.stderr.isTTY);
  if (!isRead) return;
  const what = `${formatCount(filesRead)} files, ${formatBytes(bytesRead)}`;
  say(
    from === 'archive'
      ? `Read ${what}, which the archive has not read yet; belfry daemon start keeps it up to date.`
      : `Read ${what}; belfry daemon start keeps an archive, and the next report is there at once.`,
  );
}

/** Before much is read. */
export function tellWork(files: number, bytes: number): void {
  if (process.stderr.isTTY) say(`Reading ${formatCount(files)} files, ${formatBytes(bytes)} …`);
}
