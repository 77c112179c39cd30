import type { Block, SearchQuery } from '@belfry/core';
import { aSourceRef } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempArchive, type ToyRecord, tempArchive, toyBatches, toyBytes } from '../../testing/index.ts';

let archive: TempArchive;
beforeEach(() => {
  archive = tempArchive();
});
afterEach(() => archive.remove());

const day = Date.UTC(2026, 0, 2);

/** A message of session `s1`, one text a block. */
function said(
  key: string,
  text: string,
  more: Partial<{
    session: string;
    at: number;
    role: 'user' | 'assistant';
    blocks: Block[];
    inherited: boolean;
    variant: 'prompt' | 'reply' | 'error';
  }> = {},
): ToyRecord {
  const { session = 's1', at = day, role = 'user', inherited = false, variant = 'prompt' } = more;
  const blocks: Block[] = more.blocks ?? [{ type: 'text', text }];
  return {
    session,
    at,
    blocks,
    facts: [{ type: 'message', session, key, record: key, role, variant, at, preview: text.slice(0, 40), inherited }],
  };
}

function called(callId: string, input: unknown, messageKey: string, at = day): ToyRecord {
  return {
    session: 's1',
    at,
    blocks: [{ type: 'tool-call', callId, name: 'Bash', input }],
    facts: [
      {
        type: 'message',
        session: 's1',
        key: messageKey,
        record: `r${callId}`,
        role: 'assistant',
        variant: 'reply',
        at,
        preview: '',
      },
      { type: 'tool-call', session: 's1', callId, messageKey, name: 'Bash', kind: 'shell', summary: '', at },
    ],
  };
}

function answered(callId: string, text: string, isError = false, at = day): ToyRecord {
  return {
    session: 's1',
    at,
    blocks: [{ type: 'tool-result', callId, isError, text }],
    facts: [
      {
        type: 'tool-result',
        session: 's1',
        callId,
        record: `a${callId}`,
        isError,
        outcome: '',
        at,
        outputBytes: text.length,
        answers: true,
      },
    ],
  };
}

const ref = aSourceRef({ path: 'projects/p/s1.jsonl' });

function write(records: readonly ToyRecord[], path = ref.path): void {
  const source = { ...ref, path };
  const from = archive.writer.source(source.machine, source.root, path)?.cursor;
  const bytes = Buffer.concat([Buffer.alloc(from?.offset ?? 0), toyBytes(records)]);
  for (const batch of toyBatches(source, bytes, from ? { from } : {})) archive.writer.applyBatch(batch);
}

async function find(q: string, more: Partial<SearchQuery> = {}) {
  const page = await archive.reader.search({ q, ...more });
  if (!page) throw new Error('no such session');
  return page;
}

const shown = async (q: string, more: Partial<SearchQuery> = {}) =>
  (await find(q, { match: 'words', ...more })).items.map(({ snippet: { text, marks } }) =>
    marks.reduceRight(
      (line, { start, end }) => `${line.slice(0, start)}[${line.slice(start, end)}]${line.slice(end)}`,
      text,
    ),
  );

describe('a search by words', () => {
  it('finds what was said, thought, asked of tools and answered by them', async () => {
    write([
      said('m1', 'the rounding bug is back'),
      said('m2', '', {
        role: 'assistant',
        variant: 'reply',
        blocks: [
          { type: 'thinking', text: 'maybe the rounding of halves', redacted: false },
          { type: 'text', text: 'I look at the rounding' },
        ],
      }),
      called('c1', { command: 'grep -rn rounding src' }, 'm3'),
      answered('c1', 'src/money.ts:3: rounding'),
    ]);
    const { items, total, sessions, indexing } = await find('rounding', { sort: 'oldest' });
    expect(
      items.map(({ kind, messageKey, callId, tool, role, block }) => ({ kind, messageKey, callId, tool, role, block })),
    ).toEqual(
      [
        { kind: 'message', messageKey: 'm1', role: 'user', block: 0 },
        { kind: 'thinking', messageKey: 'm2', role: 'assistant', block: 0 },
        { kind: 'message', messageKey: 'm2', role: 'assistant', block: 1 },
        { kind: 'tool-input', messageKey: 'm3', callId: 'c1', tool: 'Bash', role: 'assistant', block: 0 },
        { kind: 'tool-output', messageKey: 'm3', callId: 'c1', tool: 'Bash', role: 'assistant', block: 0 },
      ].map((hit) => expect.objectContaining(hit)),
    );
    expect(total).toEqual({ hits: 5, isExact: true });
    expect(sessions.map(({ id }) => id)).toEqual(['claude:s1']);
    expect(indexing.messages.complete && indexing.outputs.complete).toBe(true);
  });

  it('wants all words, phrases as they stand, and none of the excluded', async () => {
    write([said('m1', 'the last line of the file'), said('m2', 'the line was the last'), said('m3', 'a file')]);
    expect(await shown('last line')).toHaveLength(2);
    expect(await shown('"last line"')).toEqual(['the [last line] of the file']);
    expect(await shown('the -file')).toEqual(['[the] line was [the] last']);
    expect(await shown('fil*')).toHaveLength(2);
    expect(await shown('file line last of absent')).toEqual([]);
  });
});
