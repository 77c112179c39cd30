import { existsSync } from 'node:fs';
import { formatBytes, formatCount } from '../output/figures.ts';
import { printableLine } from '../output/printable.ts';
import { type Column, renderTable } from '../output/table.ts';
import { answer } from '../output/talk.ts';
import { behindLines } from './behind-lines.ts';
import type { DoctorReport } from './doctor-report.ts';
import { issueHints } from './issue-hints.ts';
import { hasNoAgent, noAgentLines } from './no-agents.ts';
import { printNotices } from './notices.ts';
import { toPriceLines } from './price-report.ts';

/** The report as a page for a person, each part under its heading. */
export function printDoctor(report: DoctorReport, stream: NodeJS.WriteStream): void {
  const section = (title: string) => answer(`\n${title}`);
  const table = <Row>(rows: readonly Row[], columns: readonly Column<Row>[]) =>
    stream.write(renderTable(rows, columns, stream));

  answer(`belfry ${report.version} (${report.commit}, built ${report.buildDate})`);
  answer(`Node ${report.node}, ${report.platform}, machine "${report.machine}"`);
  answer(toDaemonLine(report));

  if (report.notices.length > 0) {
    section('Needs attention');
    printNotices(report.notices);
  }

  const isWatched = ({ state }: { state: string }) => state === 'watching' || state === 'scanning';
  section('Watched');
  const watched = report.roots.filter(isWatched);
  if (watched.length === 0) answer('nothing');
  else {
    table(watched, [
      { head: 'agent', value: ({ label }) => label },
      { head: 'files', align: 'right', value: ({ sources }) => formatCount(sources ?? 0) },
      { head: 'named by', value: ({ via }) => via },
      { head: 'directory', value: ({ path }) => path },
    ]);
    for (const { reason, unreadable } of watched) if (reason !== undefined && !unreadable) answer(reason);
  }
  if (hasNoAgent(report.roots)) for (const line of noAgentLines) answer(line);
  const unwatched = report.roots.filter((root) => !isWatched(root));
  if (unwatched.length > 0) {
    section('Not watched');
    table(unwatched, [
      { head: 'agent', value: ({ label }) => label },
      { head: 'named by', value: ({ via }) => via },
      { head: 'directory', value: ({ path }) => path },
      { head: 'why', value: ({ state, reason }) => reason ?? state },
    ]);
  }

  const unreadable = report.roots.flatMap((root) => root.unreadable ?? []);
  if (unreadable.length > 0) {
    section('Cannot be read');
    for (const { path, detail, hint } of unreadable) {
      answer(`${printableLine(path)}: ${detail}`);
      if (hint !== undefined) answer(`  ${hint}`);
    }
  }

  section('Issues');
  if (report.issues.length === 0) answer(report.archive === undefined ? 'nothing was read yet' : 'none');
  else {
    table(report.issues, [
      { head: 'times', align: 'right', value: ({ count }) => formatCount(count) },
      { head: 'agent', value: ({ agent }) => agent },
      { head: 'kind', value: ({ code, detail }) => `${code} ${detail}`.trimEnd() },
      { head: 'one of the places', value: ({ example }) => example },
      { head: 'which reads', flexible: true, value: ({ excerpt }) => excerpt },
    ]);
    for (const code of new Set(report.issues.map((issue) => issue.code))) answer(`${code}: ${issueHints[code]}`);
    answer('The bytes are kept in every case.');
  }

  section('Archive');
  answer(toArchiveLine(report));
  for (const line of report.derived === undefined ? [] : behindLines(report.derived)) answer(line);
  const parsers = Object.entries(report.parsers).map(([agent, { text, usage }]) => `${agent} ${text} (usage ${usage})`);
  answer(`Parsers: ${parsers.join(', ')}.`);
  if (report.diskFreeBytes !== undefined) answer(`${formatBytes(report.diskFreeBytes)} are free on its disk.`);

  section('Places');
  for (const [name, path] of Object.entries(report.paths)) {
    answer(`${name.padEnd(9)}${path}${existsSync(path) ? '' : '  (not there)'}`);
  }

  section('Crash reports');
  if (report.crashReports.length === 0) answer('none');
  for (const path of report.crashReports) answer(path);

  section('Prices');
  for (const line of toPriceLines(report.prices)) answer(line);

  section('Leaves this machine');
  answer(report.outbound.length === 0 ? 'nothing' : report.outbound.join('\n'));
}

function toDaemonLine({ version, daemon }: DoctorReport): string {
  if (!daemon.running) return 'The daemon does not run: belfry daemon start.';
  const line = `The daemon runs at ${daemon.url} (pid ${daemon.pid})`;
  if (daemon.version !== version) return `${line} as belfry ${daemon.version}: belfry daemon restart.`;
  const { sync } = daemon;
  if (sync?.phase !== 'importing') return `${line}.`;
  return `${line} and imports: ${sync.filesDone} of ${sync.filesTotal} files, ${formatBytes(sync.bytesDone)} of ${formatBytes(sync.bytesTotal)}.`;
}

function toArchiveLine({ archive }: DoctorReport): string {
  if (archive === undefined) return 'There is none yet: belfry serve or belfry daemon start makes it.';
  const gone = archive.sourcesGone === 0 ? '' : `, ${formatCount(archive.sourcesGone)} of them gone from disk`;
  return `${formatBytes(archive.archiveBytes)} for ${formatBytes(archive.sourceBytes)} in ${formatCount(archive.sources)} files${gone}.`;
}
