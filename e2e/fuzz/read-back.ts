import assert from 'node:assert/strict';
import { agents, createContentReader } from '@belfry/ingest';
import { canonicalDump, openReadStore } from '@belfry/store';

const content = createContentReader(agents);

/**
 * Reads everything a person could open. `shown` is all of it as one text, `kept` also what no list shows, e.g. an
 * agent's warm-up.
 */
export async function readBack(path: string): Promise<{ shown: string; kept: string }> {
  const reader = openReadStore({ path, content });
  try {
    const texts: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await reader.sessions({ includeSubagents: true, limit: 500, ...(cursor ? { cursor } : {}) });
      for (const { id, messages } of page.items) {
        texts.push(JSON.stringify(await reader.session(id)));
        const read = await messagesOf(reader, id, texts);
        assert.equal(read, messages, `${id} says it has ${messages} messages and shows ${read}`);
        await callsOf(reader, id, texts);
        await reader.children(id);
      }
      cursor = page.next;
      if (cursor === undefined) break;
    }
    // An issue's excerpt is not the text: what stands only there is not shown.
    await Promise.all([reader.stats(), reader.issues({ limit: 500 }), reader.projects(), reader.agents()]);
    const shown = texts.join('\n');
    return { shown, kept: `${shown}${[...canonicalDump(path)].filter((line) => line.startsWith('["message"'))}` };
  } finally {
    reader.close();
  }
}

type Reader = ReturnType<typeof openReadStore>;

async function messagesOf(reader: Reader, sessionId: string, texts: string[]): Promise<number> {
  let count = 0;
  let page = await reader.messages({ sessionId, edge: 'start', limit: 100 });
  for (;;) {
    count += page?.messages.length ?? 0;
    texts.push(JSON.stringify(page?.messages));
    // Across the border of a thread, as the daemon sends it.
    structuredClone(page);
    if (!page?.next) return count;
    page = await reader.messages({ sessionId, after: page.next, limit: 100 });
  }
}

async function callsOf(reader: Reader, sessionId: string, texts: string[]): Promise<void> {
  for (let cursor: string | undefined; ; ) {
    const page = await reader.toolCalls(sessionId, { limit: 100, ...(cursor ? { cursor } : {}) });
    for (const call of page?.items ?? []) texts.push(JSON.stringify(await reader.toolCall(sessionId, call.callId)));
    cursor = page?.next;
    if (cursor === undefined) return;
  }
}
