import type { FileDiff, FileTouch } from '@belfry/core';
import { aSourceRef } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempArchive, type ToyRecord, tempArchive, toyBatches, toyBytes } from '../testing/index.ts';

const startAt = Date.UTC(2026, 0, 2);
const session = 's1';
let archive: TempArchive;

beforeEach(() => {
  archive = tempArchive();
});
afterEach(() => archive.remove());

function store(records: readonly ToyRecord[]): void {
  for (const batch of toyBatches(aSourceRef({ path: 'a.jsonl' }), toyBytes(records))) archive.writer.applyBatch(batch);
}

const message = (key: string, n: number, variant: 'prompt' | 'reply' = 'reply'): ToyRecord => {
  const at = startAt + n * 1_000;
  const role = variant === 'prompt' ? 'user' : 'assistant';
  return { session, at, facts: [{ type: 'message', session, key, record: key, role, variant, at, preview: key }] };
};

/** A message that holds one call. */
const call = (callId: string, n: number, input: unknown, summary = 'do', files: FileTouch[] = []): ToyRecord => {
  const said = message(`of-${callId}`, n);
  const at = startAt + n * 1_000;
  const messageKey = `of-${callId}`;
  return {
    ...said,
    facts: [
      ...(said.facts ?? []),
      { type: 'tool-call', session, callId, messageKey, name: 'Edit', kind: 'edit', summary, at, files },
    ],
    blocks: [{ type: 'tool-call', callId, name: 'Edit', input }],
  };
};

const result = (callId: string, n: number, rest: Partial<ToyRecord> & { diffs?: FileDiff[] } = {}): ToyRecord => {
  const { diffs, ...record } = rest;
  const base = { session, callId, record: `r-${callId}`, outcome: '', outputBytes: 2, answers: true };
  return {
    facts: [{ type: 'tool-result', ...base, isError: false, at: startAt + n * 1_000 }],
    blocks: [{ type: 'tool-result', callId, isError: false, text: 'ok', ...(diffs ? { diffs } : {}) }],
    ...record,
  };
};

const detail = (callId: string) => archive.reader.toolCall('claude:s1', callId);

describe('a call', () => {
  it('is told with input, duration, the prompt that led to it, and the messages around it', async () => {
    store([
      message('ask', 0, 'prompt'),
      message('think', 1),
      call('t1', 2, { path: 'a.ts' }),
      result('t1', 5),
      message('done', 6),
    ]);
    expect(await detail('t1')).toMatchObject({
      input: { path: 'a.ts' },
      durationMs: 3_000,
      prompt: { key: 'ask' },
      previous: { key: 'think' },
      message: { key: 'of-t1' },
      following: { key: 'done' },
      results: [{ text: 'ok' }],
      attempts: [],
      files: [],
    });
    expect(await detail('none')).toBeUndefined();
  });

  it('that is all there is has nothing around it', async () => {
    store([call('t1', 0, 'text')]);
    const found = await detail('t1');
    expect(found).toMatchObject({ input: 'text', status: 'pending' });
    for (const absent of ['durationMs', 'prompt', 'previous', 'following']) expect(found).not.toHaveProperty(absent);
  });

  it('whose record is not known is shown without its input', async () => {
    store([{ facts: [{ type: 'tool-call', session, callId: 't', name: 'Bash', kind: 'shell', summary: 'ls' }] }]);
    expect(await detail('t')).not.toHaveProperty('input');
  });

  it('shows what it did to files: lines, and the whole text before and after', async () => {
    const diff: FileDiff = { path: 'src/a.ts', change: 'update', hunks: [], added: 1, removed: 1 };
    store([
      call('t1', 0, {}, 'do', [{ path: '/x/src/a.ts', access: 'write' }]),
      result('t1', 1, { diffs: [diff], files: [{ path: '/x/src/a.ts', before: 'one\n', after: 'two\n' }] }),
    ]);
    expect((await detail('t1'))?.files).toEqual([
      {
        path: '/x/src/a.ts',
        access: 'write',
        change: 'update',
        added: 1,
        removed: 1,
        diff,
        before: 'one\n',
        after: 'two\n',
        cut: false,
      },
    ]);
  });

  it('shows files that only its diff tells of, and cuts what is too long', async () => {
    const diff: FileDiff = { path: '/x/b.ts', change: 'create', hunks: [], added: 1, removed: 0 };
    store([
      call('t1', 0, {}),
      result('t1', 1, { diffs: [diff], files: [{ path: '/x/b.ts', after: 'x'.repeat(600_000) }] }),
    ]);
    const [file] = (await detail('t1'))?.files ?? [];
    expect(file).toMatchObject({ path: '/x/b.ts', access: 'write', change: 'create', added: 1, cut: true });
    expect(file?.after).toHaveLength(512 * 1024);
  });

  it('names the attempts to do the same, and only those', async () => {
    store([
      call('t1', 0, { path: 'a' }),
      call('t2', 1, { path: 'a' }),
      call('t3', 2, { path: 'b' }),
      call('t4', 3, { path: 'a' }, 'other'),
      call('t5', 4, { path: 'a' }),
    ]);
    expect((await detail('t2'))?.attempts.map(({ callId }) => callId)).toEqual(['t1', 't5']);
    expect((await detail('t3'))?.attempts).toEqual([]);
  });
});
