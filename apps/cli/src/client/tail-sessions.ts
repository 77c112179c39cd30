import { once } from 'node:events';
import type { BelfryEvent } from '@belfry/core';
import { readContext } from '../context.ts';
import { ensureDaemon } from '../daemon/background.ts';
import { formatTime } from '../output/figures.ts';
import { printableLine } from '../output/printable.ts';
import { say } from '../output/talk.ts';
import { writeJsonLine } from '../output/write-json.ts';
import { findSessionId } from './find-session.ts';
import { followEvents } from './follow-events.ts';
import { readArchive } from './read-archive.ts';

export async function tailSessions(text: string | undefined, flags: { json?: boolean }): Promise<void> {
  const context = readContext();
  const daemon = await ensureDaemon(context);
  const session =
    text === undefined ? undefined : await readArchive(context, (archive) => findSessionId(archive, text));
  const onOpen = () => {
    if (!flags.json) say('Waiting for messages and tool calls; Ctrl-C ends.');
  };
  const query = { topics: 'messages,tools', ...(session === undefined ? {} : { session }) };
  for await (const event of followEvents(daemon, query, onOpen)) {
    if (flags.json) writeJsonLine(event);
    else if (!process.stdout.write(toLine(event))) await once(process.stdout, 'drain');
  }
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
