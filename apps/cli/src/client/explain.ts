import type { StateList, StateReport } from '@belfry/api/contract';
import type { OpenQuestion } from '@belfry/core';
import { readContext } from '../context.ts';
import { ensureDaemon } from '../daemon/background.ts';
import { formatDuration, formatTime } from '../output/figures.ts';
import { toStateWord } from '../output/state-word.ts';
import { renderTable } from '../output/table.ts';
import { answer } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import type { DaemonClient } from './daemon-client.ts';
import { findSessionId } from './find-session.ts';
import { readArchive } from './read-archive.ts';

const historyShown = 8;

/** What belfry believes of a session, since when, on which evidence, and what would change it. */
export async function explain(given: string, flags: { json?: boolean }): Promise<void> {
  const context = readContext();
  const daemon = await ensureDaemon(context);
  const id =
    (await findHeard(daemon, given)) ?? (await readArchive(context, (archive) => findSessionId(archive, given)));
  const path = `api/v1/sessions/${encodeURIComponent(id)}/state?history=${historyShown}`;
  const report = await daemon.request<StateReport>('GET', path);
  if (flags.json) return writeJson(report);
  const { state, history, alerts } = report;
  answer(`${id}: ${toStateWord(state)} since ${formatTime(state.since)}, ${formatDuration(sinceMs(state.since))}`);
  if (state.question !== undefined) printQuestion(state.question);
  if (state.failure !== undefined && state.failure.text !== '') answer(`  ${state.failure.text}`);
  const { working, waiting } = state.subagents;
  if (working + waiting > 0) answer(`  subagents: ${working} at work, ${waiting} waiting`);
  answer();
  answer('because');
  for (const { source, at, text } of state.evidence) answer(`  ${source.padEnd(11)}  ${formatTime(at)}  ${text}`);
  answer();
  answer('it would change with');
  for (const sentence of state.wouldChange) answer(`  ${sentence}`);
  if (alerts.length > 0) {
    answer();
    answer('alerts');
    for (const { severity, rule, details } of alerts) answer(`  ${severity.padEnd(7)}  ${rule}  ${details}`);
  }
  if (history.length < 2) return;
  answer();
  const columns = [
    { head: 'since', value: (one: StateReport['history'][number]) => formatTime(one.since) },
    { head: 'it was', value: toStateWord },
    { head: 'sign', value: (one: StateReport['history'][number]) => one.sign ?? '' },
  ];
  process.stdout.write(renderTable(history, columns, process.stdout));
}

/** A session that was heard of may have no transcript yet. */
async function findHeard(daemon: DaemonClient, given: string): Promise<string | undefined> {
  const text = given.replace(/^…/, '');
  const { items } = await daemon.request<StateList>('GET', 'api/v1/states');
  const [found, ...others] = items.filter(({ sessionId }) => sessionId.includes(text));
  return others.length === 0 ? found?.sessionId : undefined;
}

function printQuestion({ tool, summary, questions }: OpenQuestion): void {
  if (tool !== undefined) answer(`  ${tool}${summary === undefined ? '' : `: ${summary}`}`);
  for (const { text, choices } of questions) {
    if (text !== '' && text !== `${tool}: ${summary}`) answer(`  ${text}`);
    for (const [index, { label }] of choices.entries()) answer(`    ${index + 1}. ${label}`);
  }
}

function sinceMs(iso: string): number {
  return Date.now() - Date.parse(iso);
}
