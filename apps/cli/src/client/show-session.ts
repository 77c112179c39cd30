import { join } from 'node:path';
import type { MessagePage, MessageView, SessionDetail } from '@belfry/core';
import type { ReadStore } from '@belfry/store';
import { readContext } from '../context.ts';
import { answer, say } from '../output/talk.ts';
import { writeJsonLine } from '../output/write-json.ts';
import { findSessionId } from './find-session.ts';
import { readArchive } from './read-archive.ts';
import { renderMessage } from './render-message.ts';

const pageSize = 200;

export async function showSession(
  text: string,
  flags: { limit: number; all?: boolean; json?: boolean },
): Promise<void> {
  await readArchive(readContext(), async (archive) => {
    const id = await findSessionId(archive, text);
    const detail = await archive.session(id);
    if (detail !== undefined && !flags.json) writeHead(detail, flags);
    const messages = flags.all ? fromStart(archive, id) : lastMessages(archive, id, flags.limit);
    for await (const message of messages) {
      if (flags.json) writeJsonLine(message);
      else process.stdout.write(renderMessage(message, process.stdout));
    }
  });
}

function writeHead(session: SessionDetail, { all, limit }: { all?: boolean; limit: number }): void {
  answer(session.title || session.id);
  answer([session.id, session.project, session.branch ?? '', ...session.models].filter(Boolean).join('  '));
  for (const { root, path, generation, gone } of session.sources) {
    const marks = [
      gone ? 'gone from disk, kept here' : '',
      generation > 1 ? `rewritten, generation ${generation}` : '',
    ];
    answer([join(root, path), ...marks.filter(Boolean)].join('  '));
  }
  const isCut = !all && session.messages > limit;
  say(`${session.messages} messages${isCut ? `, the last ${limit} of them; --all prints every one` : ''}.`);
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
