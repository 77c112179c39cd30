import type { MessageView, SessionDetail } from '@belfry/core';
import type { Api } from '../../api/api.ts';
import { toMarkdown, toMarkdownHead } from './to-markdown.ts';

const pageSize = 200;

/**
 * A whole session as Markdown, read page by page; tries that were left and pasts that were rewritten stay out.
 * @throws ApiProblem when a page cannot be read
 */
export async function readMarkdown(api: Api, session: SessionDetail): Promise<string> {
  const parts = [toMarkdownHead(session)];
  let after: string | undefined;
  do {
    const page = await api.call('listMessages', {
      params: { id: session.id },
      query: { limit: pageSize, ...(after === undefined ? { edge: 'start' } : { after }) },
    });
    const present = page.messages.filter((message: MessageView) => !message.abandoned && !message.superseded);
    parts.push(...present.map((message) => toMarkdown(message, session.relation !== 'subagent')));
    after = page.next;
  } while (after !== undefined);
  return `${parts.join('\n\n')}\n`;
}

/** Hands a text to the browser as a file. */
export function saveAs(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
  link.download = name;
  link.click();
  // The download has its own hold on the bytes by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
