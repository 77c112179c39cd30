import { existsSync } from 'node:fs';
import type { ArchiveStats, Derived, Notice, SessionState, SessionView } from '@belfry/core';
import { buildInfo } from '../build-info.ts';
import { readContext } from '../context.ts';
import { formatBytes, formatCountOf, formatTime } from '../output/figures.ts';
import { toStateWord } from '../output/state-word.ts';
import { renderTable } from '../output/table.ts';
import { answer } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { behindLines } from './behind-lines.ts';
import { type DaemonState, readDaemonState } from './daemon-state.ts';
import { hasNoAgent, noAgentLines } from './no-agents.ts';
import { printNotices, readNotices } from './notices.ts';
import { readArchive } from './read-archive.ts';
import { readStates } from './read-states.ts';
import { readWatchedRoots } from './watched-roots.ts';

interface StatusReport {
  version: string;
  daemon: DaemonState;
  notices: Notice[];
  archive?: ArchiveStats;
  derived?: Derived;
  recent: SessionView[];
  /** Of sessions heard of lately; none while no daemon runs. */
  states: SessionState[];
  /** Directories agents may write to, whether there is anything in them or not. */
  agentsFound: boolean;
}

export async function status(flags: { json?: boolean }): Promise<void> {
  const report = await readStatus();
  if (flags.json) return writeJson(report);
  const { daemon, archive, derived, recent, states } = report;
  if (daemon.running) {
    answer(`belfry ${daemon.version} runs at ${daemon.url} (pid ${daemon.pid}).`);
    if (daemon.version !== report.version)
      answer(`This command is ${report.version}; belfry daemon restart brings them together.`);
    if (daemon.sync?.phase === 'importing')
      answer(`Importing: ${daemon.sync.filesDone} of ${daemon.sync.filesTotal} files.`);
  } else {
    answer('belfry does not run. belfry daemon start begins to watch.');
  }
  for (const line of stateLines(states)) answer(line);
  printNotices(report.notices);
  if (!report.agentsFound && (archive?.sources ?? 0) === 0) for (const line of noAgentLines) answer(line);
  if (archive === undefined) return answer('There is no archive yet.');
  const gone = archive.sourcesGone === 0 ? '' : `, ${archive.sourcesGone} gone from disk and kept here`;
  answer(
    `${formatCountOf(archive.sessions, 'session')} and ${formatCountOf(archive.subagents, 'subagent')}, ${formatCountOf(archive.messages, 'message')}, ${formatCountOf(archive.toolCalls, 'tool call')} from ${formatCountOf(archive.sources, 'source')}${gone}.`,
  );
  answer(
    `${formatBytes(archive.archiveBytes)} on disk for ${formatBytes(archive.sourceBytes)} of transcripts; ${archive.issues === 0 ? 'no issues' : `${formatCountOf(archive.issues, 'issue')}, belfry doctor lists them`}.`,
  );
  for (const line of derived === undefined ? [] : behindLines(derived)) answer(line);
  if (recent.length === 0) return;
  const table = renderTable(
    recent,
    [
      { head: 'last', value: (session) => formatTime(session.lastAt) },
      ...(states.length === 0 ? [] : [{ head: 'does', value: ({ id }: SessionView) => stateOf(states, id) }]),
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
    states: daemon.running ? [...(await readStates(context)).values()] : [],
    agentsFound: !hasNoAgent(readWatchedRoots(context, roots)),
  };
}

function stateOf(states: readonly SessionState[], id: string): string {
  const state = states.find(({ sessionId }) => sessionId === id);
  return state === undefined ? '' : toStateWord(state);
}

/** Who waits first: what a person asks for with this command. */
function stateLines(states: readonly SessionState[]): string[] {
  const own = states.filter(({ sessionId }) => !sessionId.includes('/'));
  const waiting = own.filter(({ state }) => state === 'needs-permission' || state === 'needs-answer');
  const working = own.filter(({ state }) => state === 'working').length;
  const lines = waiting
    .toSorted((a, b) => (a.since < b.since ? -1 : 1))
    .map((state) => `${state.sessionId} ${toStateWord(state)} since ${formatTime(state.since)}.`);
  return working === 0 ? lines : [...lines, `${working} at work.`];
}
