import { once } from 'node:events';
import type { Alert } from '@belfry/core';
import { readContext } from '../context.ts';
import { ensureDaemon } from '../daemon/background.ts';
import { formatDuration, formatTime } from '../output/figures.ts';
import { printableLine } from '../output/printable.ts';
import { toShownId } from '../output/short-id.ts';
import { type Column, renderTable, toTableWidth } from '../output/table.ts';
import { say } from '../output/talk.ts';
import { writeJson, writeJsonLine } from '../output/write-json.ts';
import { findAlerts, readAlerts, toAlertName } from './find-alert.ts';
import { followEvents } from './follow-events.ts';
import { toSpanMs } from './span.ts';

/** What somebody should know of. */
export async function listAlerts(flags: { all?: boolean; limit: number; json?: boolean }): Promise<void> {
  const daemon = await ensureDaemon(readContext());
  const page = await readAlerts(daemon, { cleared: flags.all === true, limit: flags.limit });
  if (flags.json) return writeJson(page);
  if (page.items.length === 0) return say(flags.all ? 'Nothing was ever raised.' : 'Nothing needs you.');
  const width = toTableWidth(process.stdout);
  const columns: Column<Alert>[] = [
    { head: 'alert', value: toAlertName },
    { head: 'severity', value: ({ severity }) => severity },
    { head: 'rule', value: ({ rule }) => rule },
    { head: 'since', value: ({ since }) => formatTime(since) },
    { head: 'project', value: ({ project }) => project ?? '' },
    { head: '', flexible: true, value: ({ details }) => details },
    { head: 'is', value: toStanding },
    { head: 'session', value: ({ sessionId }) => (sessionId === undefined ? '' : toShownId(sessionId, width)) },
  ];
  process.stdout.write(renderTable(page.items, columns, process.stdout));
  if (page.items.length < page.total) say(`${page.items.length} of ${page.total}; -n lists more.`);
}

function toStanding({ clearedAt, clearReason, acknowledgedAt, snoozedUntil, rings }: Alert): string {
  if (clearedAt !== undefined) return clearReason ?? 'cleared';
  if (acknowledgedAt !== undefined) return 'seen';
  if (snoozedUntil !== undefined && Date.parse(snoozedUntil) > Date.now())
    return `quiet to ${formatTime(snoozedUntil)}`;
  return rings ? 'rings' : 'quiet';
}

/** They were seen: they ring no more. */
export async function acknowledgeAlerts(given: readonly string[], flags: { json?: boolean }): Promise<void> {
  await changeAlerts(given, 'acknowledge', undefined, flags);
}

/** They shall not ring for so long. */
export async function snoozeAlerts(given: readonly string[], flags: { for: string; json?: boolean }): Promise<void> {
  const until = new Date(Date.now() + toSpanMs(flags.for)).toISOString();
  await changeAlerts(given, 'snooze', { until }, flags);
}

async function changeAlerts(
  given: readonly string[],
  what: 'acknowledge' | 'snooze',
  body: { until: string } | undefined,
  flags: { json?: boolean },
): Promise<void> {
  const daemon = await ensureDaemon(readContext());
  const found = await findAlerts(daemon, given);
  const changed: Alert[] = [];
  for (const { id } of found) {
    changed.push(await daemon.request<Alert>('POST', `api/v1/alerts/${encodeURIComponent(id)}/${what}`, body));
  }
  if (flags.json) return writeJson({ items: changed });
  for (const alert of changed) say(`${toAlertName(alert)}  ${alert.rule}: ${toStanding(alert)}`);
}

/** Alerts as they come and go. */
export async function watchAlerts(flags: { json?: boolean }): Promise<void> {
  const daemon = await ensureDaemon(readContext());
  const onOpen = () => {
    if (!flags.json) say('Waiting for alerts; Ctrl-C ends.');
  };
  for await (const event of followEvents(daemon, { topics: 'alerts' }, onOpen)) {
    if (flags.json) writeJsonLine(event);
    else if (event.type === 'alert.raised' || event.type === 'alert.cleared') {
      const line = toLine(event.type === 'alert.raised' ? 'raised' : 'cleared', event.alert);
      if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
    }
  }
}

function toLine(what: 'raised' | 'cleared', alert: Alert): string {
  const { severity, rule, project = '', details, since, clearedAt } = alert;
  const told =
    what === 'raised' ? details : `after ${formatDuration(Date.parse(clearedAt ?? since) - Date.parse(since))}`;
  const at = formatTime(what === 'raised' ? alert.raisedAt : clearedAt);
  return printableLine(
    `${at}  ${what.padEnd(7)}  ${severity.padEnd(7)}  ${toAlertName(alert)}  ${rule}  ${project}  ${told}`,
  );
}
