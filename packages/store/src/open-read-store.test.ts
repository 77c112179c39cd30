import type { Block } from '@belfry/core';
import { aSourceRef, someTokens } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempArchive, type ToyRecord, tempArchive, toyBatches, toyBytes } from './testing/index.ts';

const startAt = Date.UTC(2026, 0, 2);
const minute = 60_000;
const session = 's1';
let archive: TempArchive;

beforeEach(() => {
  archive = tempArchive();
});
afterEach(() => archive.remove());

function store(path: string, records: ToyRecord[], more: Parameters<typeof aSourceRef>[0] = {}): void {
  const ref = aSourceRef({ path, ...more });
  for (const batch of toyBatches(ref, toyBytes(records))) archive.writer.applyBatch(batch);
}

function message(n: number, blocks: Block[] = [{ type: 'text', text: `text ${n}` }], of = session): ToyRecord {
  const at = startAt + n * minute;
  const role = n % 2 === 0 ? 'user' : 'assistant';
  const variant = n % 2 === 0 ? 'prompt' : 'reply';
  return {
    session: of,
    at,
    blocks,
    facts: [{ type: 'message', session: of, key: `m${n}`, record: `m${n}`, role, variant, at, preview: `text ${n}` }],
  };
}

const texts = (page: { messages: { blocks: Block[] }[] } | undefined) =>
  page?.messages.map(({ blocks }) => (blocks[0]?.type === 'text' ? blocks[0].text : undefined));
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `text ${from + n}`);

describe('messages', () => {
  it('are read in windows both ways, and around one of them', async () => {
    store(
      'a.jsonl',
      Array.from({ length: 30 }, (_, n) => message(n)),
    );
    const read = (query: object) => archive.reader.messages({ sessionId: 'claude:s1', limit: 10, ...query });
    const newest = await read({});
    expect(texts(newest)).toEqual(numbers(20, 30));
    expect(newest?.next).toBeUndefined();
    const before = await read({ before: newest?.previous });
    expect(texts(before)).toEqual(numbers(10, 20));
    const oldest = await read({ before: before?.previous });
    expect(texts(oldest)).toEqual(numbers(0, 10));
    expect(oldest?.previous).toBeUndefined();
    expect(texts(await read({ after: oldest?.next }))).toEqual(numbers(10, 20));
    expect(texts(await read({ edge: 'start' }))).toEqual(numbers(0, 10));
    const around = await read({ around: 'm15' });
    expect(texts(around)).toEqual(numbers(11, 21));
    expect(texts(await read({ around: around?.messages[4]?.cursor }))).toEqual(numbers(11, 21));
    expect(texts(await read({ around: 'm1' }))).toEqual(numbers(0, 10));
    expect(texts(await read({ around: 'm28' }))).toEqual(numbers(24, 30));
    expect(newest?.total).toBe(30);
  });

  it('have cursors that sort in reading order as text', async () => {
    store(
      'a.jsonl',
      Array.from({ length: 200 }, (_, n) => message(n)),
    );
    const page = await archive.reader.messages({ sessionId: 'claude:s1', limit: 500 });
    const cursors = page?.messages.map(({ cursor }) => cursor) ?? [];
    expect(cursors.toSorted()).toEqual(cursors);
    expect(new Set(cursors).size).toBe(200);
  });

  it('of a session continued in a second file read on, whichever file came first', async () => {
    store('b.jsonl', [message(2), message(3)]);
    store('c.jsonl', [message(0), message(1)]);
    const read = (query: object) => archive.reader.messages({ sessionId: 'claude:s1', ...query });
    expect(texts(await read({}))).toEqual(numbers(0, 4));
    const last = await read({ limit: 1 });
    expect(texts(await read({ before: last?.previous, limit: 2 }))).toEqual(numbers(1, 3));
    expect(texts(await read({ after: (await read({ edge: 'start', limit: 1 }))?.next, limit: 2 }))).toEqual(
      numbers(1, 3),
    );
  });

  it.each(['zzz', 'm99', '000000000000000000.zz', ''])('refuse the cursor %j', async (cursor) => {
    store('a.jsonl', [message(0)]);
    for (const side of ['before', 'after', 'around']) {
      await expect(archive.reader.messages({ sessionId: 'claude:s1', [side]: cursor })).rejects.toMatchObject({
        code: 'BELFRY_CURSOR_INVALID',
      });
    }
  });

  it('of no session are undefined', async () => {
    store('a.jsonl', [message(0)]);
    for (const sessionId of ['claude:s2', 's1', '', 'codex:s1']) {
      expect(await archive.reader.messages({ sessionId })).toBeUndefined();
    }
  });

  it('join the blocks of all their records, with results on their calls and tokens beside', async () => {
    const at = startAt;
    const reply = {
      type: 'message',
      session,
      key: 'm1',
      role: 'assistant',
      variant: 'reply',
      at,
      preview: '',
    } as const;
    const call: Block = { type: 'tool-call', callId: 't1', name: 'Bash', input: { command: 'ls' } };
    store('a.jsonl', [
      { facts: [{ ...reply, record: 'r1' }], blocks: [{ type: 'thinking', text: 'hm', redacted: false }] },
      {
        facts: [
          { ...reply, record: 'r2' },
          { type: 'tool-call', session, callId: 't1', messageKey: 'm1', name: 'Bash', kind: 'shell', summary: 'ls', at },
          {
            type: 'request', session, key: 'q1', messageKey: 'm1', at, tokens: someTokens({ output: 7 }), basis: 'counted', priceClass: 'standard',
          },
        ],
        blocks: [call],
      },
      {
        facts: [
          { type: 'tool-result', session, callId: 't1', record: 'r3', isError: false, outcome: '', at, outputBytes: 20_000, answers: true },
        ],
        blocks: [{ type: 'tool-result', callId: 't1', isError: false, text: 'é'.repeat(20_000) }],
      },
      {
        facts: [
          { type: 'tool-result', session, callId: 't1', record: 'r4', isError: true, outcome: 'exit 2', at, outputBytes: 0, answers: false },
        ],
        blocks: [{ type: 'tool-result', callId: 't1', isError: true, text: '', exitCode: 2 }],
      },
    ]); // biome-ignore format: records
    const page = await archive.reader.messages({ sessionId: 'claude:s1' });
    const [shown] = page?.messages ?? [];
    expect(shown?.blocks).toEqual([{ type: 'thinking', text: 'hm', redacted: false }, call]);
    expect(shown?.usage).toEqual(someTokens({ output: 7 }));
    expect(shown?.calls).toMatchObject([{ callId: 't1', status: 'error', outcome: 'exit 2', truncated: true }]);
    expect(shown?.calls[0]?.results).toMatchObject([{ text: 'é'.repeat(8_192), exitCode: 2, isError: true }]);
    const whole = await archive.reader.toolCall('claude:s1', 't1');
    expect(whole).toMatchObject({ truncated: false, results: [{ text: 'é'.repeat(20_000) }], outputBytes: 20_000 });
    expect(await archive.reader.toolCall('claude:s1', 't2')).toBeUndefined();
  });

  it('carry large images by reference and small ones inline', async () => {
    const large = Buffer.alloc(40_000, 1);
    const images = [Buffer.from('tiny'), large].map(
      (bytes): Block => ({ type: 'image', mediaType: 'image/png', data: bytes.toString('base64') }),
    );
    store('a.jsonl', [message(0, [{ type: 'text', text: 'see' }, ...images])]);
    const page = await archive.reader.messages({ sessionId: 'claude:s1' });
    expect(page?.messages[0]?.blocks.slice(1)).toEqual([
      images[0],
      { type: 'image', mediaType: 'image/png', url: 'images/m0/1' },
    ]);
    const image = await archive.reader.image('claude:s1', 'm0', 1);
    expect(image?.mediaType).toBe('image/png');
    expect(Buffer.from(image?.bytes ?? []).equals(large)).toBe(true);
    expect(await archive.reader.image('claude:s1', 'm0', 2)).toBeUndefined();
  });
});

describe('tool calls', () => {
  it('are listed in order of time, page by page, and know the subagent they spawned', async () => {
    const calls = Array.from({ length: 7 }, (_, n): ToyRecord => ({
      facts: [{ type: 'tool-call', session, callId: `t${n}`, name: 'Agent', kind: 'subagent', summary: '', at: startAt + n }],
    })); // biome-ignore format: one record
    store('a.jsonl', [message(0), ...calls, { facts: [{ type: 'link', session, callId: 't3', child: 's1/kid' }] }]);
    store('kid.jsonl', [message(1, [], 's1/kid')]);
    const first = await archive.reader.toolCalls('claude:s1', { limit: 5 });
    const second = await archive.reader.toolCalls('claude:s1', { limit: 5, cursor: first?.next });
    expect([...(first?.items ?? []), ...(second?.items ?? [])].map(({ callId }) => callId)).toEqual(
      calls.map((_, n) => `t${n}`),
    );
    expect(first?.total).toBe(7);
    expect(second?.next).toBeUndefined();
    expect(first?.items[3]?.childId).toBe('claude:s1/kid');
    await expect(archive.reader.toolCalls('claude:s1', { cursor: 'x' })).rejects.toMatchObject({
      code: 'BELFRY_CURSOR_INVALID',
    });
  });
});

describe('sessions', () => {
  const projectOf = (native: string, cwd: string, n: number): ToyRecord[] => [
    {
      facts: [
        { type: 'session', session: native, patch: { cwd, title: { source: 'custom', text: `Title ${native}` } } },
      ],
    },
    message(n, [], native),
  ];

  it('are listed newest first, filtered, and paged without gaps', async () => {
    for (let n = 0; n < 25; n++) store(`${n}.jsonl`, projectOf(`s${n}`, n % 5 === 0 ? '/x/mill' : '/x/engine', n));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await archive.reader.sessions({ limit: 10, ...(cursor ? { cursor } : {}) });
      expect(page.total).toBe(25);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `claude:s${24 - n}`));
    const total = async (query: object) => (await archive.reader.sessions(query)).total;
    expect(await total({ project: ['mill'] })).toBe(5);
    expect(await total({ project: ['mill', 'engine'], agent: ['claude'], machine: ['laptop'] })).toBe(25);
    expect(await total({ agent: ['codex'] })).toBe(0);
    expect(await total({ text: 'TITLE S2' })).toBe(6);
    expect(await total({ text: '%' })).toBe(0);
    expect(await total({ hasError: true })).toBe(0);
    const [from, to] = [10, 12].map((n) => new Date(startAt + n * minute).toISOString());
    expect(await total({ from, to })).toBe(2);
    expect((await archive.reader.sessions({ sort: 'oldest', limit: 1 })).items[0]?.id).toBe('claude:s0');
    await expect(archive.reader.sessions({ sort: 'tokens', cursor: 'e30' })).rejects.toMatchObject({
      code: 'BELFRY_CURSOR_INVALID',
    });
    expect(await archive.reader.projects()).toMatchObject([
      { name: 'engine', sessions: 20 },
      { name: 'mill', sessions: 5 },
    ]);
    expect(await archive.reader.agents()).toMatchObject([{ name: 'claude', sessions: 25 }]);
    expect(await archive.reader.machines()).toMatchObject([{ name: 'laptop', sessions: 25 }]);
  });

  it('show subagents under their parent, and in lists when there is no parent to stand under', async () => {
    const parent = { session: 's1', relation: 'subagent', callId: 't1' } as const;
    store('kid.jsonl', [{ facts: [{ type: 'session', session: 'kid', patch: { parent } }] }, message(1, [], 'kid')]);
    expect((await archive.reader.sessions({})).items.map(({ id }) => id)).toEqual(['claude:kid']);
    store('a.jsonl', [message(0)]);
    expect((await archive.reader.sessions({})).items.map(({ id }) => id)).toEqual(['claude:s1']);
    expect((await archive.reader.sessions({ includeSubagents: true })).total).toBe(2);
    expect((await archive.reader.children('claude:s1'))?.map(({ id }) => id)).toEqual(['claude:kid']);
    expect((await archive.reader.session('claude:s1'))?.children).toBe(1);
    expect(await archive.reader.children('claude:none')).toBeUndefined();
  });

  it('hide warm-ups and what is only spoken of, but keep them', async () => {
    const parent = { session: 's1', relation: 'subagent' } as const;
    store('a.jsonl', [message(0), { facts: [{ type: 'link', session, callId: 't1', child: 'never-seen' }] }]);
    store('warm.jsonl', [{ facts: [{ type: 'session', session: 'warm', patch: { parent } }] }, message(0, [], 'warm')]);
    store('meta.json', [{ facts: [{ type: 'session', session: 'told', patch: { agentType: 'Explore' } }] }], {
      role: 'sidecar',
    });
    expect((await archive.reader.sessions({ includeSubagents: true })).items.map(({ id }) => id)).toEqual([
      'claude:s1',
    ]);
    expect(await archive.reader.session('claude:never-seen')).toBeUndefined();
    expect(await archive.reader.session('claude:warm')).toMatchObject({ messages: 1 });
  });

  it('hide a warm-up that answered until a call claims it', async () => {
    const patch = { parent: { session: 's1', relation: 'subagent' }, agentType: 'warm-up' } as const;
    store('a.jsonl', [message(0)]);
    store('warm.jsonl', [{ facts: [{ type: 'session', session: 'warm', patch }] }, message(1, [], 'warm')]);
    expect(await archive.reader.children('claude:s1')).toEqual([]);
    store('b.jsonl', [{ facts: [{ type: 'link', session, callId: 't1', child: 'warm' }] }]);
    expect((await archive.reader.children('claude:s1'))?.map(({ id }) => id)).toEqual(['claude:warm']);
  });

  it('show a subagent without a file of its own for what it spent', async () => {
    store('a.jsonl', [
      message(0),
      { facts: [{ type: 'link', session, callId: 't1', child: 'lost' }] },
      {
        facts: [
          {
            type: 'request',
            session: 'lost',
            key: 'r1',
            tokens: someTokens({ output: 7 }),
            basis: 'counted',
            priceClass: 'standard',
          },
        ],
      },
    ]);
    expect((await archive.reader.children('claude:s1'))?.map(({ id }) => id)).toEqual(['claude:lost']);
  });

  it('forget that a line was unfinished once it is read', async () => {
    const ref = aSourceRef({ path: 'a.jsonl' });
    const bytes = toyBytes([message(0), message(1)]);
    const [half] = toyBatches(ref, bytes.subarray(0, -5));
    const offset = half?.to.offset ?? 0;
    const partial = { code: 'partial-line', detail: '', offset, length: 9, excerpt: '' } as const;
    archive.writer.applyBatch({ ...half, issues: [partial] } as never);
    expect(await archive.reader.session('claude:s1')).toMatchObject({ issues: 1 });
    for (const batch of toyBatches(ref, bytes, { from: half?.to })) archive.writer.applyBatch(batch);
    expect(await archive.reader.session('claude:s1')).toMatchObject({ issues: 0, messages: 2 });
  });

  it('are found by the path of their transcript', async () => {
    store('projects/x/s1.jsonl', [message(0, [], 's1/side'), message(1)], { session: 's1' });
    const { root } = aSourceRef();
    expect(await archive.reader.sessionByPath(`${root}/projects/x/s1.jsonl`)).toBe('claude:s1');
    expect(await archive.reader.sessionByPath(`${root}/projects/x/s2.jsonl`)).toBeUndefined();
    expect(await archive.reader.sessionByPath('/elsewhere/s1.jsonl')).toBeUndefined();
  });

  it('forget what an older version of a document said of them', async () => {
    const ref = aSourceRef({ path: 'a.meta.json', role: 'sidecar', format: 'json' });
    const told = (agentType: string) => toyBytes([{ facts: [{ type: 'session', session, patch: { agentType } }] }]);
    store('a.jsonl', [message(0)]);
    const [first] = toyBatches(ref, told('Explore'));
    archive.writer.applyBatch(first as never);
    const [second] = toyBatches(ref, toyBytes([{ issues: [{ code: 'wrong-shape', detail: 'x' }] }]), {
      from: first?.to,
      generation: 2,
    });
    expect(await archive.reader.session('claude:s1')).toMatchObject({ agentType: 'Explore' });
    archive.writer.applyBatch(second as never);
    expect(await archive.reader.session('claude:s1')).not.toHaveProperty('agentType');
  });

  it('tell their sources, forks and what the agent said of itself', async () => {
    store('a.jsonl', [
      message(0),
      { facts: [{ type: 'session', session, patch: { permissionMode: 'plan', reportedCostMicros: 1_500 } }] },
    ]);
    const parent = { session: 's1', relation: 'fork' } as const;
    store('b.jsonl', [{ facts: [{ type: 'session', session: 's2', patch: { parent } }] }, message(1, [], 's2')]);
    const detail = await archive.reader.session('claude:s1');
    expect(detail).toMatchObject({ permissionMode: 'plan', reportedCostMicros: 1_500, forks: ['claude:s2'] });
    expect(detail?.sources).toMatchObject([{ path: 'a.jsonl', role: 'transcript', generation: 1, gone: false }]);
    expect(await archive.reader.session('claude:s2')).toMatchObject({ parentId: 'claude:s1', relation: 'fork' });
  });

  it('stay when their file vanishes, and say so', async () => {
    store('a.jsonl', [message(0)]);
    const { machine, root } = aSourceRef();
    const changes = archive.writer.markGone(machine, root, 'a.jsonl');
    expect(changes).toMatchObject([
      { type: 'source-gone', root, path: 'a.jsonl', sessionIds: ['claude:s1'] },
      { type: 'session', isNew: false, session: { sourceGone: true } },
    ]);
    expect(archive.writer.markGone(machine, root, 'a.jsonl')).toEqual([]);
    expect(texts(await archive.reader.messages({ sessionId: 'claude:s1' }))).toEqual(['text 0']);
    const from = archive.writer.source(machine, root, 'a.jsonl')?.cursor;
    const [back] = toyBatches(aSourceRef({ path: 'a.jsonl' }), toyBytes([message(0)]), { from });
    expect(archive.writer.applyBatch(back as never)).toMatchObject([
      { type: 'session', session: { sourceGone: false } },
    ]);
    expect(await archive.reader.stats()).toMatchObject({ sessions: 1, messages: 1, sources: 1, sourcesGone: 0 });
  });
});

describe('issues', () => {
  it('are counted by kind or listed by place, and paged', async () => {
    const bad = (detail: string): ToyRecord => ({ session, issues: [{ code: 'malformed-line', detail }] });
    const unknown: ToyRecord = { session, issues: [{ code: 'unknown-record', detail: 'telemetry' }] };
    store('a.jsonl', [message(0), unknown, bad('x'), unknown, bad('x'), unknown]);
    const all = await archive.reader.issues({});
    expect(all.total).toBe(3);
    expect(all.items).toMatchObject([
      { code: 'malformed-line', count: 1 },
      { code: 'malformed-line', count: 1 },
      { code: 'unknown-record', detail: 'telemetry', count: 3, source: `${aSourceRef().root}/a.jsonl` },
    ]);
    const first = await archive.reader.issues({ limit: 2 });
    expect((await archive.reader.issues({ limit: 2, cursor: first.next })).items).toEqual(all.items.slice(2));
    expect((await archive.reader.issues({ code: 'unknown-record' })).total).toBe(1);
    expect((await archive.reader.issues({ sessionId: 'claude:s1', agent: 'claude' })).total).toBe(3);
    expect((await archive.reader.issues({ sessionId: 'claude:s2' })).total).toBe(0);
    expect(await archive.reader.session('claude:s1')).toMatchObject({ issues: 3 });
  });
});
