import type { MessagePage, MessageView } from '@belfry/core';
import type { ReadStore } from '@belfry/store';
import { readContext } from '../context.ts';
import { say } from '../output/talk.ts';
import { writeJsonLine } from '../output/write-json.ts';
import { findSessionId } from './find-session.ts';
import { parseLimit } from './parse-limit.ts';
import { readArchive } from './read-archive.ts';
import { renderMessage } from './render-message.ts';

const pageSize = 200;

export async function showSession(
  text: string,
  flags: { limit: string; all?: boolean; json?: boolean },
): Promise<void> {
  const limit = parseLimit(flags.limit, 100_000);
  await readArchive(readContext(), async (archive) => {
    const id = await findSessionId(archive, text);
    const detail = await archive.session(id);
    if (detail !== undefined && !flags.json) {
      say(
        `${detail.title || detail.id}\n${detail.id}  ${detail.project}  ${detail.models.join(', ')}  ${detail.messages} messages`,
      );
      if (detail.sourceGone) say('The source file has vanished; this is what belfry kept.');
    }
    const messages = flags.all ? fromStart(archive, id) : lastMessages(archive, id, limit);
    for await (const message of messages) {
      if (flags.json) writeJsonLine(message);
      else process.stdout.write(renderMessage(message, process.stdout));
    }
  });
}

async function* fromStart(archive: ReadStore, sessionId: string): AsyncGenerator<MessageView> {
  let page: MessagePage | undefined = await archive.messages({ sessionId, edge: 'start', limit: pageSize });
  while (page !== undefined) {
    yield* page.messages;
    page =
      page.next === undefined ? undefined : await archive.messages({ sessionId, after: page.next, limit: pageSize });
  }
}

/** Reads pages backwards from the end, then gives them in reading order. */
async function* lastMessages(archive: ReadStore, sessionId: string, limit: number): AsyncGenerator<MessageView> {
  const pages: MessageView[][] = [];
  let left = limit;
  let before: string | undefined;
  do {
    const size = Math.min(left, pageSize);
    const page: MessagePage | undefined = await archive.messages({
      sessionId,
      limit: size,
      ...(before === undefined ? {} : { before }),
    });
    if (page === undefined || page.messages.length === 0) break;
    pages.unshift(page.messages);
    left -= page.messages.length;
    before = page.previous;
  } while (before !== undefined && left > 0);
  for (const page of pages) yield* page;
}
