import { aSourceRef } from '@belfry/core/testing';
import { agents, createContentReader, readSource } from '@belfry/ingest';
import { createMemorySource } from '@belfry/ingest/testing';
import { describe, expect, it } from 'vitest';
import { openArchiveWriter, openReadStore } from '../src/index.ts';
import { tempArchive } from '../src/testing/index.ts';

const content = createContentReader(agents);
const [claude] = agents.filter(({ id }) => id === 'claude');
const ref = aSourceRef({ path: 'projects/p/s1.jsonl' });

let prompts = 0;
const prompt = (text: string) => {
  prompts += 1;
  const timestamp = new Date(Date.UTC(2026, 0, 1) + prompts * 1000).toISOString();
  return JSON.stringify({ type: 'user', uuid: `m${prompts}`, sessionId: 's1', timestamp, message: { content: text } });
};

/** Texts found letter by letter, newest first, in a transcript read in portions of so many records or bytes. */
async function found(q: string, transcript: string, limits: { maxBatchRecords?: number; maxBatchBytes?: number }) {
  if (!claude) throw new Error('no agent');
  using archive = tempArchive();
  const writer = openArchiveWriter({ path: archive.path, content });
  const { open } = createMemorySource(transcript);
  for (const batch of readSource({ agent: claude, open }, ref, undefined, limits))
    writer.applyBatch(batch, { bulk: true });
  writer.close();
  const reader = openReadStore({ path: archive.path, content });
  const page = await reader.search({ q, match: 'text', limit: 50 });
  reader.close();
  return page?.items.map(({ snippet }) => snippet.text);
}

describe('a look through the texts letter by letter', () => {
  it.each([
    ['glued on one line', `${prompt('?one')}${prompt('?two')} ${prompt('?three')}\n`],
    ['behind a torn one', `{"type":"user","mess${prompt('?one')}${prompt('?two')}${prompt('?three')}\n`],
    ['behind blanks', ` \t${prompt('?one')}\n\ufeff${prompt('?two')}\r\n${prompt('?three')}`],
  ])('finds every record, whatever batches it came in: %s', async (_, transcript) => {
    const all = ['?three', '?two', '?one'];
    expect(await found('?', transcript, {})).toEqual(all);
    expect(await found('?', transcript, { maxBatchRecords: 1 })).toEqual(all);
    expect(await found('?', transcript, { maxBatchRecords: 2, maxBatchBytes: 64 })).toEqual(all);
  });

  it('finds what stands in a line that takes several segments, wherever it does', async () => {
    const text = (of: string) => `${of}${`${'x'.repeat(79)}\n`.repeat(115_000)}`;
    const transcript = `${prompt(`?one ${text('a')}`)}\n${prompt(`${text('b')} two?`)}\n`;
    expect(await found('?one', transcript, {})).toHaveLength(1);
    expect(await found('two?', transcript, {})).toHaveLength(1);
  });
});
