import { once } from 'node:events';
import { BelfryError, type BelfryEvent } from '@belfry/core';
import { decodeSse } from '@belfry/events';
import { readContext } from '../context.ts';
import { ensureDaemon } from '../daemon/background.ts';
import { formatTime } from '../output/figures.ts';
import { printableLine } from '../output/printable.ts';
import { say } from '../output/talk.ts';
import { writeJsonLine } from '../output/write-json.ts';
import { readProblem, toUnreachable } from './daemon-problem.ts';
import { findSessionId } from './find-session.ts';
import { readArchive } from './read-archive.ts';

export async function tailSessions(text: string | undefined, flags: { json?: boolean }): Promise<void> {
  const context = readContext();
  const daemon = await ensureDaemon(context);
  const sessionId =
    text === undefined ? undefined : await readArchive(context, (archive) => findSessionId(archive, text));
  const url = new URL('api/v1/events', daemon.url);
  url.searchParams.set('topics', 'messages,tools');
  if (sessionId !== undefined) url.searchParams.set('session', sessionId);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  try {
    const headers = { ...daemon.headers(), accept: 'text/event-stream' };
    const response = await fetch(url, { headers, signal: stop.signal });
    if (!response.ok || response.body === null) throw await readProblem(response);
    if (!flags.json) say('Waiting for messages and tool calls; Ctrl-C ends.');
    for await (const frame of decodeSse(response.body)) {
      const event = JSON.parse(frame.data) as BelfryEvent;
      if (flags.json) writeJsonLine(event);
      else if (!process.stdout.write(toLine(event))) await once(process.stdout, 'drain');
    }
  } catch (error) {
    if (stop.signal.aborted) return;
    throw error instanceof BelfryError ? error : toUnreachable(daemon.url, error);
  }
  if (!stop.signal.aborted) throw toUnreachable(daemon.url, undefined);
}

function toLine(event: BelfryEvent): string {
  switch (event.type) {
    case 'message.added':
      return `${formatTime(event.message.at)}  ${event.sessionId}  ${event.message.variant.padEnd(8)}  ${printableLine(event.message.preview)}\n`;
    case 'tool-call.started':
    case 'tool-call.finished':
      return `${formatTime(event.call.finishedAt ?? event.call.at)}  ${event.sessionId}  ${event.call.name.padEnd(8)}  ${printableLine(event.call.summary)}  ${event.call.outcome}\n`;
    default:
      return '';
  }
}
