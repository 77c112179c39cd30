import { existsSync } from 'node:fs';
import type { ArchiveStats, Derived, Notice, SessionView } from '@belfry/core';
import { buildInfo } from '../build-info.ts';
import { readContext } from '../context.ts';
import { formatBytes, formatCount, formatTime } from '../output/figures.ts';
import { renderTable } from '../output/table.ts';
import { answer } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { behindLines } from './behind-lines.ts';
import { type DaemonState, readDaemonState } from './daemon-state.ts';
import { hasNoAgent, noAgentLines } from './no-agents.ts';
import { printNotices, readNotices } from './notices.ts';
import { readArchive } from './read-archive.ts';
import { readWatchedRoots } from './watched-roots.ts';

interface StatusReport {
  version: string;
  daemon: DaemonState;
  notices: Notice[];
  archive?: ArchiveStats;
  derived?: Derived;
  recent: SessionView[];
  /** Directories agents may write to, whether there is anything in them or not. */
  agentsFound: boolean;
}

export async function status(flags: { json?: boolean }): Promise<void> {
  const report = await readStatus();
  if (flags.json) return writeJson(report);
  const { daemon, archive, derived, recent } = report;
  if (daemon.running) {
    answer(`belfry ${daemon.version} runs at ${daemon.url} (pid ${daemon.pid}).`);
    if (daemon.version !== report.version)
      answer(`This command is ${report.version}; belfry daemon restart brings them together.`);
    if (daemon.sync?.phase === 'importing')
      answer(`Importing: ${daemon.sync.filesDone} of ${daemon.sync.filesTotal} files.`);
  } else {
    answer('belfry does not run. belfry daemon start begins to watch.');
  }
  printNotices(report.notices);
  if (!report.agentsFound && (archive?.sources ?? 0) === 0) for (const line of noAgentLines) answer(line);
  if (archive === undefined) return answer('There is no archive yet.');
  const gone = archive.sourcesGone === 0 ? '' : `, ${archive.sourcesGone} gone from disk and kept here`;
  answer(
    `${formatCount(archive.sessions)} sessions and ${formatCount(archive.subagents)} subagents, ${formatCount(archive.messages)} messages, ${formatCount(archive.toolCalls)} tool calls from ${formatCount(archive.sources)} sources${gone}.`,
  );
  answer(
    `${formatBytes(archive.archiveBytes)} on disk for ${formatBytes(archive.sourceBytes)} of transcripts; ${archive.issues === 0 ? 'no issues' : `${formatCount(archive.issues)} issues, belfry doctor lists them`}.`,
  );
  for (const line of derived === undefined ? [] : behindLines(derived)) answer(line);
  if (recent.length === 0) return;
  const table = renderTable(
    recent,
    [
      { head: 'last', value: (session) => formatTime(session.lastAt) },
      { head: 'agent', value: (session) => session.agent },
      { head: 'project', value: (session) => session.project },
      { head: 'title', flexible: true, value: (session) => session.title || '(no title)' },
      { head: 'latest', flexible: true, value: (session) => session.lastPreview },
    ],
    process.stdout,
  );
  process.stdout.write(table);
}

async function readStatus(): Promise<StatusReport> {
  const context = readContext({}, { tolerant: true });
  const { daemon, roots, notices } = await readDaemonState(context);
  const found = existsSync(context.paths.archiveFile)
    ? await readArchive(context, async (archive) => ({
        archive: await archive.stats(),
        derived: await archive.derived(),
        recent: (await archive.sessions({ limit: 8 })).items,
      }))
    : { recent: [] };
  return {
    version: buildInfo.version,
    daemon,
    notices: readNotices(context, notices),
    ...found,
    agentsFound: !hasNoAgent(readWatchedRoots(context, roots)),
  };
}
