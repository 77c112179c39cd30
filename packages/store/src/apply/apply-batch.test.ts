import { randomBytes } from 'node:crypto';
import type { Change, IngestBatch } from '@belfry/core';
import { aSourceRef, someTokens } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWritable } from '../database/connection.ts';
import { createArchiveWriter } from '../open-archive.ts';
import {
  type TempArchive,
  type ToyReading,
  type ToyRecord,
  tempArchive,
  toyBatches,
  toyBytes,
} from '../testing/index.ts';

const at = Date.UTC(2026, 0, 2);
const ref = aSourceRef({ path: 'a.jsonl' });
const session = 's1';
let archive: TempArchive;

beforeEach(() => {
  archive = tempArchive();
});
afterEach(() => archive.remove());

const prompt: ToyRecord = {
  session,
  at,
  facts: [{ type: 'message', session, key: 'm0', record: 'm0', role: 'user', variant: 'prompt', at, preview: 'hi' }],
};
const reply = (n: number): ToyRecord => ({
  session,
  at: at + n,
  facts: [
    {
      type: 'message',
      session,
      key: 'm1',
      record: `r${n}`,
      role: 'assistant',
      variant: 'reply',
      at: at + n,
      preview: 'yo',
    },
  ],
});
const call: ToyRecord = {
  facts: [{ type: 'tool-call', session, callId: 't1', messageKey: 'm1', name: 'Bash', kind: 'shell', summary: 'ls' }],
};
const result: ToyRecord = {
  facts: [
    {
      type: 'tool-result',
      session,
      callId: 't1',
      record: 'u1',
      isError: false,
      outcome: 'exit 0',
      outputBytes: 2,
      answers: true,
    },
  ],
};

function apply(records: ToyRecord[], reading: ToyReading = {}, source = ref): Change[] {
  return toyBatches(source, toyBytes(records), reading).flatMap((batch) => archive.writer.applyBatch(batch));
}
const stored = () => archive.writer.source(ref.machine, ref.root, ref.path)?.cursor;
const kinds = (changes: Change[]) =>
  changes.map((change) => ('isNew' in change ? [change.type, change.isNew] : [change.type]));

describe('changes', () => {
  it('say what came, in the order of the records, the new session first', () => {
    const changes = apply([prompt, reply(1), call]);
    expect(kinds(changes)).toEqual([
      ['session', true],
      ['message', true],
      ['message', true],
      ['tool-call', true],
    ]);
    expect(changes[3]).toMatchObject({ sessionId: 'claude:s1', call: { callId: 't1', status: 'pending' } });
  });

  it('say what changed, and the session last', () => {
    apply([prompt, reply(1), call]);
    const changes = apply([prompt, reply(1), call, result, reply(2)], { from: stored() });
    expect(kinds(changes)).toEqual([
      ['message', false],
      ['tool-call', false],
      ['session', false],
    ]);
    expect(changes[1]).toMatchObject({ call: { status: 'ok', outcome: 'exit 0' } });
  });

  it('are none for what is known already', () => {
    apply([prompt, reply(1), call, result]);
    const again = aSourceRef({ path: 'copy-of-a.jsonl' });
    expect(apply([prompt, reply(1), call, result], {}, again)).toEqual([]);
    expect(apply([prompt, reply(1), call, result], { from: stored() })).toEqual([]);
  });

  it('of an import carry no heads of messages and calls', () => {
    const [batch] = toyBatches(ref, toyBytes([prompt, reply(1), call]));
    expect(kinds(archive.writer.applyBatch(batch as IngestBatch, { bulk: true }))).toEqual([['session', true]]);
  });

  it('mark messages a rewritten past no longer has, and only those', () => {
    apply([prompt, reply(1), call]);
    const changes = apply([prompt, call], { from: stored(), generation: 2 });
    expect(changes.filter(({ type }) => type === 'message')).toMatchObject([
      { isNew: false, message: { key: 'm1', superseded: true } },
    ]);
  });

  it('tell the parent of a new child, and its call', () => {
    apply([prompt, call, { facts: [{ type: 'link', session, callId: 't1', child: 'kid' }] }]);
    const kid = { ...reply(5), facts: reply(5).facts?.map((fact) => ({ ...fact, session: 'kid' })) } as ToyRecord;
    const changes = apply([{ ...kid, session: 'kid' }], {}, aSourceRef({ path: 'kid.jsonl' }));
    expect(changes).toMatchObject([
      { type: 'session', isNew: true, session: { id: 'claude:kid', parentId: 'claude:s1', parentCallId: 't1' } },
      { type: 'message', sessionId: 'claude:kid' },
      { type: 'tool-call', isNew: false, sessionId: 'claude:s1', call: { childId: 'claude:kid' } },
      { type: 'session', isNew: false, session: { id: 'claude:s1', children: 1 } },
    ]);
  });

  it('do not lead from a call to a subagent of which there is nothing to see, before there is', async () => {
    const patch = { parent: { session, relation: 'subagent' as const }, agentType: 'Explore' };
    apply([
      prompt,
      reply(1),
      call,
      { facts: [{ type: 'link', session, callId: 't1', child: 'kid' }] },
      { facts: [{ type: 'session', session: 'kid', patch }] },
    ]);
    const childOf = async () => (await archive.reader.toolCalls('claude:s1', {}))?.items[0]?.childId;
    expect(await childOf()).toBeUndefined();
    const kid = { ...reply(5), facts: reply(5).facts?.map((fact) => ({ ...fact, session: 'kid' })) } as ToyRecord;
    const changes = apply([{ ...kid, session: 'kid' }], {}, aSourceRef({ path: 'kid.jsonl' }));
    expect(changes.filter(({ type }) => type === 'tool-call')).toMatchObject([{ call: { childId: 'claude:kid' } }]);
    expect(await childOf()).toBe('claude:kid');
  });

  it('tell the session that loses a request to an earlier one', () => {
    const request = (of: string, when: number): ToyRecord => ({
      session: of,
      at: when,
      facts: [
        { type: 'message', session: of, key: 'm', record: 'm', role: 'assistant', variant: 'reply', preview: '' },
        {
          type: 'request',
          session: of,
          key: 'q',
          at: when,
          tokens: someTokens({ output: 5 }),
          basis: 'counted',
          priceClass: 'standard',
        },
      ],
    });
    apply([request('late', at + 10)], {}, aSourceRef({ path: 'late.jsonl' }));
    const changes = apply([request('early', at)], {}, aSourceRef({ path: 'early.jsonl' }));
    expect(changes.filter(({ type }) => type === 'session')).toMatchObject([
      { isNew: true, session: { id: 'claude:early', countedTokens: { output: 5 } } },
      { isNew: false, session: { id: 'claude:late', tokens: { output: 5 }, countedTokens: { output: 0 } } },
    ]);
  });

  it('give quota samples and issues once', () => {
    const record: ToyRecord = {
      facts: [{ type: 'quota', session, limit: 'five_hour', usedPercent: 25, at }],
      issues: [{ code: 'malformed-line', detail: 'x' }],
    };
    expect(apply([record])).toMatchObject([
      { type: 'quota', sample: { limit: 'five_hour', usedPercent: 25 } },
      { type: 'issue', issue: { code: 'malformed-line' } },
    ]);
    expect(apply([record], {}, aSourceRef({ path: 'copy.jsonl' })).map(({ type }) => type)).toEqual(['issue']);
  });
});

it('forgets that a compressed file was corrupt once it is read', async () => {
  const zst = aSourceRef({ path: 'a.jsonl.zst', compression: 'zstd' });
  const [batch] = toyBatches(zst, toyBytes([prompt]), {}) as [IngestBatch];
  const issue = { code: 'corrupt-compression', detail: 'cut', offset: 0, length: 0, excerpt: '' } as const;
  const nothing = new Uint8Array();
  const corrupt = { ...batch, to: { ...batch.to, offset: 0 }, bytes: nothing, facts: [], bounds: [], issues: [issue] };
  archive.writer.applyBatch(corrupt);
  const issues = async () => (await archive.reader.issues({})).total;
  expect(await issues()).toBe(1);
  archive.writer.applyBatch({ ...batch, from: corrupt.to });
  expect(await issues()).toBe(0);
});

describe('a batch', () => {
  it('that was not read from where the archive stands is refused', () => {
    const batches = toyBatches(ref, toyBytes([prompt, reply(1)]), { sizes: [1, 1] });
    const [first, second] = batches as [IngestBatch, IngestBatch];
    expect(() => archive.writer.applyBatch(second)).toThrow(
      expect.objectContaining({ code: 'BELFRY_CURSOR_CONFLICT' }),
    );
    archive.writer.applyBatch(first);
    const before = archive.dump();
    expect(() => archive.writer.applyBatch(first)).toThrow(expect.objectContaining({ code: 'BELFRY_CURSOR_CONFLICT' }));
    const behind = { ...second, from: { ...first.to, generation: 2 } };
    expect(() => archive.writer.applyBatch(behind)).toThrow(expect.objectContaining({ retryable: true }));
    expect(archive.dump()).toBe(before);
    archive.writer.applyBatch(second);
    expect(stored()).toMatchObject({ offset: second.to.offset, generation: 1 });
  });

  it('in which a new past is silent about a session makes what the old one said old, also in an import', () => {
    const titled = (text: string): ToyRecord => ({
      session,
      at,
      facts: [{ type: 'session', session, patch: { title: { source: 'prompt', text } } }],
    });
    apply([titled('first')]);
    apply([titled('second')], { from: stored(), generation: 2 });
    const [silent] = toyBatches(ref, toyBytes([{}]), { from: stored(), generation: 3 });
    archive.writer.applyBatch(silent as IngestBatch, { bulk: true });
    const again = tempArchive();
    for (const [n, records] of [[titled('first')], [titled('second')], [{}]].entries()) {
      const from = again.writer.source(ref.machine, ref.root, ref.path)?.cursor;
      for (const batch of toyBatches(ref, toyBytes(records), { ...(from ? { from } : {}), generation: n + 1 })) {
        again.writer.applyBatch(batch);
      }
    }
    expect(archive.dump()).toBe(again.dump());
    again.remove();
  });

  it('whose bytes do not fit its cursors is refused', () => {
    const [batch] = toyBatches(ref, toyBytes([prompt]));
    const short = { ...(batch as IngestBatch), bytes: new Uint8Array(3) };
    expect(() => archive.writer.applyBatch(short)).toThrow(expect.objectContaining({ code: 'BELFRY_INTERNAL' }));
    expect(stored()).toBeUndefined();
  });

  it('in a group is stored with all others or not at all', () => {
    const [good] = toyBatches(ref, toyBytes([prompt]));
    const [second] = toyBatches(aSourceRef({ path: 'b.jsonl' }), toyBytes([prompt]));
    const bad = { ...(second as IngestBatch), from: (good as IngestBatch).to };
    expect(() => archive.writer.applyBatches([{ batch: good as IngestBatch }, { batch: bad }])).toThrow();
    expect(stored()).toBeUndefined();
  });

  it('that finds the disk full stores nothing and goes through when there is room', () => {
    const connection = openWritable(archive.path, { synchronous: 'NORMAL' });
    const writer = createArchiveWriter(connection, archive.path);
    const [batch] = toyBatches(
      ref,
      Buffer.concat([toyBytes([prompt]), Buffer.from(randomBytes(300_000).toString('hex'))]),
    ) as [IngestBatch];
    // SQLite answers as it does when the file system has no room.
    connection.pragma(`max_page_count = ${connection.pragma('page_count', { simple: true })}`);
    expect(() => writer.applyBatch(batch)).toThrow(
      expect.objectContaining({ code: 'BELFRY_DISK_FULL', retryable: true }),
    );
    expect(stored()).toBeUndefined();
    connection.pragma('max_page_count = 1000000');
    writer.applyBatch(batch);
    expect(stored()?.offset).toBe(batch.to.offset);
    writer.close();
  });
});
