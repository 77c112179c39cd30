import type { Block, IngestBatch } from '@belfry/core';
import { aSourceRef } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempArchive, type ToyRecord, tempArchive, toyBatches, toyBytes } from '../testing/index.ts';

const session = 's1';
let archive: TempArchive;

beforeEach(() => {
  archive = tempArchive();
});
afterEach(() => archive.remove());

/** One record of a reply that was written in pieces. */
function part(record: string, block: Block, preview = ''): ToyRecord {
  const fact = { type: 'message', session, key: 'm1', record, role: 'assistant', variant: 'reply', preview } as const;
  return { session, facts: [fact], blocks: [block] };
}
const thinking = part('r1', { type: 'thinking', text: 'hm', redacted: false });
const text = part('r2', { type: 'text', text: 'yes' }, 'yes');
const call = part('r3', { type: 'tool-call', callId: 't1', name: 'Bash', input: {} });

const better = aSourceRef({ path: 'a.jsonl' });
const lesser = aSourceRef({ path: 'b.jsonl' });
const batchesOf = (source: typeof better, records: ToyRecord[], sizes: number[] = []) =>
  toyBatches(source, toyBytes(records), { sizes });

function apply(...batches: IngestBatch[][]): string {
  for (const batch of batches.flat()) archive.writer.applyBatch(batch);
  return archive.dump();
}

async function shown() {
  const page = await archive.reader.messages({ sessionId: `claude:${session}` });
  return page?.messages.map(({ preview, blocks }) => ({ preview, blocks: blocks.map(({ type }) => type) }));
}

describe('a reply that was cut in the better of two files', () => {
  const cut = () => batchesOf(better, [thinking]);
  const whole = () => batchesOf(lesser, [thinking, text, call], [1, 1, 1]);

  it('is shown with the blocks only the other file has', async () => {
    apply(cut(), whole());
    expect(await shown()).toEqual([{ preview: 'yes', blocks: ['thinking', 'text', 'tool-call'] }]);
  });

  it('is the same whichever file comes first', () => {
    const dump = apply(cut(), whole());
    using other = tempArchive();
    for (const batch of [...whole(), ...cut()]) other.writer.applyBatch(batch);
    expect(other.dump()).toBe(dump);
  });

  it('takes a record from the better file once that has it', async () => {
    apply(whole(), cut());
    const grown = toyBatches(better, toyBytes([thinking, text, call]), {
      from: archive.writer.source(better.machine, better.root, better.path)?.cursor as never,
    });
    const dump = apply(grown);
    expect(await shown()).toEqual([{ preview: 'yes', blocks: ['thinking', 'text', 'tool-call'] }]);
    expect(dump).not.toContain('"elsewhere"');
  });

  it('is told as changed when the missing blocks come', () => {
    apply(cut());
    const changes = whole().flatMap((batch) => archive.writer.applyBatch(batch));
    expect(changes.filter(({ type }) => type === 'message')).toMatchObject([
      { isNew: false, message: { key: 'm1', preview: 'yes' } },
      { isNew: false, message: { key: 'm1', preview: 'yes' } },
    ]);
  });
});

it('shows what a rewritten past of its own file still had', async () => {
  apply(batchesOf(better, [thinking, text]));
  const from = archive.writer.source(better.machine, better.root, better.path)?.cursor as never;
  apply(toyBatches(better, toyBytes([thinking]), { from, generation: 2 }));
  expect(await shown()).toEqual([{ preview: 'yes', blocks: ['thinking', 'text'] }]);
});

it("reads a session from its own file before another session's that repeats it", async () => {
  const own = aSourceRef({ path: 'z.jsonl', session });
  const repeats = aSourceRef({ path: 'a.jsonl', session: 's0' });
  const quoted = part('r2', { type: 'text', text: 'y…' }, 'y…');
  apply(batchesOf(repeats, [quoted, call]), batchesOf(own, [thinking, text]));
  expect(await shown()).toEqual([{ preview: 'yes', blocks: ['thinking', 'text', 'tool-call'] }]);
});
