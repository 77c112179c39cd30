import { randomBytes } from 'node:crypto';
import type { SourceCursor, SourceRef } from '@belfry/core';
import { aSourceRef, someTokens } from '@belfry/core/testing';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openArchiveWriter } from '../open-archive.ts';
import { type TempArchive, type ToyRecord, tempArchive, toyBatches, toyBytes, toyContent } from '../testing/index.ts';
import type { KeepingWork } from './keeping-work.ts';
import { pruning } from './pruned-tables.ts';
import { readPrunePlan } from './read-prune-plan.ts';

const day = 86_400_000;
const startAt = Date.UTC(2026, 0, 2);
const prunedAt = startAt + 100 * day;
const image = randomBytes(60_000).toString('base64');

let archive: TempArchive;
beforeEach(() => {
  archive = tempArchive();
});
afterEach(() => archive.remove());

/** A prompt, a reply that cost tokens, and a call with its result. */
function aTurn(session: string, n: number, at: number, word: string): ToyRecord[] {
  const say = (role: 'user' | 'assistant', text: string): ToyRecord => ({
    session,
    at,
    blocks: [{ type: 'text', text }],
    facts: [
      {
        type: 'message',
        session,
        key: `${role}${n}`,
        record: `${role}${n}`,
        role,
        variant: role === 'user' ? 'prompt' : 'reply',
        at,
        preview: text,
      },
    ],
  });
  const reply = say('assistant', `It is ${word}.`);
  reply.facts?.push({
    type: 'request',
    session,
    key: `${session}-r${n}`,
    at,
    model: 'model-1',
    tokens: someTokens({ input: 10, output: 5 }),
    basis: 'counted',
    priceClass: 'standard',
  });
  return [
    say('user', `Where is the ${word}?`),
    {
      session,
      at,
      facts: [
        { type: 'tool-call', session, callId: `t${n}`, name: 'Read', kind: 'read', summary: `${word}.ts`, at },
        {
          type: 'session',
          session,
          patch: { cwd: '/home/ada/engine', title: { source: 'custom', text: `On ${word}` } },
        },
      ],
    },
    {
      session,
      at,
      blocks: [{ type: 'tool-result', callId: `t${n}`, text: `output of ${word}`, isError: false }],
      facts: [
        {
          type: 'tool-result',
          session,
          callId: `t${n}`,
          record: `u${n}`,
          isError: false,
          outcome: '',
          at,
          outputBytes: 9,
          answers: true,
          files: [{ path: `/home/ada/engine/${word}.ts`, access: 'read' }],
        },
      ],
    },
    reply,
  ];
}

/** A line whose image is stored once, in a file of its own kind. */
function anImage(session: string, at: number): ToyRecord & { data: string } {
  return { session, at, data: image, facts: [] };
}

interface Place {
  path: string;
  more?: Partial<SourceRef>;
}

function store({ path, more = {} }: Place, records: readonly ToyRecord[], generation?: number): void {
  const ref = aSourceRef({ path, ...more });
  const from: SourceCursor | undefined = archive.writer.source(ref.machine, ref.root, ref.path)?.cursor;
  const reading = { ...(from ? { from } : {}), ...(generation === undefined ? {} : { generation }) };
  for (const batch of toyBatches(ref, toyBytes(records), reading)) archive.writer.applyBatch(batch);
  for (let round = 0; round < 2; round++) archive.writer.fold(1e9);
}

function run<Result>(work: KeepingWork<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

const prune = (session: string) => run(archive.writer.keeping.prune({ session: [session] }, prunedAt));

function ask(sql: string): unknown[] {
  const db = new Database(archive.path, { readonly: true });
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
}

const listed = async () => (await archive.reader.sessions({ includeSubagents: true })).items.map(({ id }) => id);
const found = async (q: string) => (await archive.reader.search({ q }))?.total.hits;

describe('pruning a session', () => {
  const old = [...aTurn('old', 1, startAt, 'quagga'), anImage('old', startAt)];
  const young = [...aTurn('young', 1, startAt + 90 * day, 'zebra'), anImage('young', startAt)];

  beforeEach(() => {
    store({ path: 'projects/-home-ada-engine/old.jsonl' }, old);
    store({ path: 'projects/-home-ada-engine/young.jsonl' }, young);
  });

  it('says before what goes, and how much; asking changes nothing', () => {
    const before = archive.dump();
    const plan = readPrunePlan(archive.path, { before: new Date(startAt + 30 * day).toISOString() });
    expect(plan).toMatchObject({
      sessions: [
        {
          id: 'claude:old',
          title: 'On quagga',
          project: 'engine',
          lastAt: '2026-01-02T00:00:00.000Z',
          messages: 2,
          files: 1,
          filesOnDisk: 1,
          sourceBytes: toyBytes(old).length,
        },
      ],
      files: 1,
      sharedFiles: [],
    });
    // The image is the other session's too, and stays.
    expect(plan.keptBytes).toBeLessThan(1_000);
    expect(readPrunePlan(archive.path, { agent: ['claude'] }).keptBytes).toBeGreaterThan(60_000);
    expect(readPrunePlan(archive.path, { agent: ['codex'] }).sessions).toEqual([]);
    expect(() => readPrunePlan(archive.path, {})).toThrow(expect.objectContaining({ code: 'BELFRY_USAGE' }));
    expect(archive.dump()).toBe(before);
  });

  it('leaves no row, no byte and no word of it, and all of the others', async () => {
    expect(await found('quagga')).toBeGreaterThan(0);
    const result = prune('claude:old');

    expect(result).toMatchObject({ sessions: 1, files: 1 });
    expect(await listed()).toEqual(['claude:young']);
    expect(await archive.reader.session('claude:old')).toBeUndefined();
    expect([await found('quagga'), await found('zebra')]).toEqual([0, 3]);
    for (const words of ['message_words', 'output_words']) {
      expect(ask(`SELECT term FROM ${words} WHERE term LIKE '%quagga%'`)).toEqual([]);
    }
    for (const table of pruning.bySession) {
      expect(
        ask(`SELECT count(*) FROM ${table} WHERE session_id = (SELECT id FROM sessions WHERE native = 'old')`),
      ).toEqual([0]);
    }
    expect(ask('SELECT path FROM file_paths')).toEqual(['/home/ada/engine/zebra.ts']);
    expect(ask('SELECT count(*) FROM segments WHERE source_id = 1')).toEqual([0]);
    expect(ask('SELECT count(*) FROM blobs'), 'the image is held by the other').toEqual([1]);
    expect(
      Buffer.concat([...archive.reader.restore(aSourceRef({ path: 'projects/-home-ada-engine/young.jsonl' }))]),
    ).toEqual(toyBytes(young));
    expect(() => [...archive.reader.restore(aSourceRef({ path: 'projects/-home-ada-engine/old.jsonl' }))]).toThrow(
      expect.objectContaining({ code: 'BELFRY_PRUNED' }),
    );

    prune('claude:young');
    expect(ask('SELECT count(*) FROM blobs')).toEqual([0]);
    expect(ask("SELECT count(*) FROM sqlite_schema WHERE name = 'pruning'")).toEqual([1]);
    expect(ask('SELECT count(*) FROM pruning')).toEqual([0]);
  });

  it('keeps what was spent, and counts it once when another session repeats it', async () => {
    const spent = () => ask('SELECT sum(counted_input) FROM sessions');
    const before = [spent(), (await archive.reader.stats()).requests];
    prune('claude:old');
    expect([spent(), (await archive.reader.stats()).requests]).toEqual(before);

    const copied = aTurn('fork', 1, startAt, 'quokka').map((record) => ({
      ...record,
      facts: (record.facts ?? []).map((fact) => (fact.type === 'request' ? { ...fact, key: 'old-r1' } : fact)),
    }));
    store({ path: 'projects/-home-ada-engine/fork.jsonl' }, copied);
    expect([spent(), (await archive.reader.stats()).requests]).toEqual(before);
  });

  it('tells each session that went', () => {
    const changes = [];
    for (const step of archive.writer.keeping.prune({ agent: ['claude'] }, prunedAt))
      changes.push(...(step.changes ?? []));
    expect(changes).toEqual([
      { type: 'session-removed', sessionId: 'claude:old' },
      { type: 'session-removed', sessionId: 'claude:young' },
    ]);
  });

  it('is finished later when its process was killed in between, with the same result', () => {
    const undisturbed = archive;
    const steps = [...archive.writer.keeping.prune({ session: ['claude:old'] }, prunedAt)].length;
    expect(steps).toBeGreaterThan(10);
    for (let killAt = 1; killAt <= steps; killAt += 4) {
      using other = tempArchive();
      archive = other;
      store({ path: 'projects/-home-ada-engine/old.jsonl' }, old);
      store({ path: 'projects/-home-ada-engine/young.jsonl' }, young);
      archive = undisturbed;
      const work = other.writer.keeping.prune({ session: ['claude:old'] }, prunedAt);
      for (let step = 0; step < killAt; step++) work.next();
      const reopened = openArchiveWriter({ path: other.path, content: toyContent });
      run(reopened.keeping.finishPruning());
      reopened.close();
      expect(other.dump(), `killed after ${killAt} steps`).toBe(undisturbed.dump());
    }
  });
});

describe('what was pruned does not come back', () => {
  const first = aTurn('s', 1, startAt, 'quagga');
  const path = 'projects/-home-ada-engine/s.jsonl';

  beforeEach(() => {
    store({ path }, first);
    prune('claude:s');
  });
  const nothing = async () => {
    expect(await listed()).toEqual([]);
    expect(ask('SELECT count(*) FROM messages')).toEqual([0]);
    expect(ask('SELECT count(*) FROM segments')).toEqual([0]);
    expect(ask('SELECT count(*) FROM issues')).toEqual([0]);
    expect(await found('quagga')).toBe(0);
  };

  it('when its file is still there: the archive knows how far it was read', async () => {
    const ref = aSourceRef({ path });
    expect(archive.writer.source(ref.machine, ref.root, ref.path)?.cursor.offset).toBe(toyBytes(first).length);
    expect(archive.writer.read(ref, 0, 10), 'nothing to compare the file with').toBeUndefined();
    await nothing();
  });

  it('when the agent moves the file, also read in pieces and already compressed', async () => {
    store({ path: 'archive/moved.jsonl' }, first);
    const ref = aSourceRef({ path: 'archive/again.jsonl' });
    for (const batch of toyBatches(ref, toyBytes(first), { sizes: [1, 1] }))
      archive.writer.applyBatch(batch, { bulk: true });
    await nothing();
  });

  it('when the file is written anew', async () => {
    store({ path }, [...first, { issues: [{ code: 'unknown-record', detail: 'x' }] }], 2);
    await nothing();
  });

  it('but what is added to it afterwards is read, alone', async () => {
    const later = aTurn('s', 2, prunedAt + day, 'okapi');
    store({ path }, [...first, ...later]);
    expect(await listed()).toEqual(['claude:s']);
    const page = await archive.reader.messages({ sessionId: 'claude:s' });
    expect(page?.messages.map(({ preview }) => preview)).toEqual(['Where is the okapi?', 'It is okapi.']);
    expect([await found('quagga'), await found('okapi')]).toEqual([0, 3]);
    expect((await archive.reader.session('claude:s'))?.startedAt, 'it began when it began').toBe(
      '2026-01-02T00:00:00.000Z',
    );
    expect((await archive.reader.stats()).requests).toBe(2);
    for (let round = 0; round < 2; round++) archive.writer.fold(1e9);
    expect((await archive.reader.messages({ sessionId: 'claude:s' }))?.messages[1]?.blocks).toEqual([
      { type: 'text', text: 'It is okapi.' },
    ]);
    expect(readPrunePlan(archive.path, { agent: ['claude'] }).sessions).toMatchObject([{ messages: 2, files: 1 }]);
  });

  it('also not when the file is moved together with something new', async () => {
    const later = aTurn('s', 2, prunedAt + day, 'okapi');
    store({ path: 'archive/moved.jsonl' }, [...first, ...later]);
    const page = await archive.reader.messages({ sessionId: 'claude:s' });
    expect(page?.messages.map(({ preview }) => preview)).toEqual(['Where is the okapi?', 'It is okapi.']);
    expect(await found('quagga')).toBe(0);
    expect(String(archive.reader.read(aSourceRef({ path: 'archive/moved.jsonl' }), 0, 1e6))).not.toContain('quagga');
  });

  it('nor a file of its own that says nothing, such as a stored output', async () => {
    const more: Partial<SourceRef> = { format: 'opaque', role: 'sidecar', session: 's' };
    store({ path: 'archive/tool-results/1.txt', more }, [{ session: 's' }]);
    await nothing();
  });
});

it('subagents and side-cars go with their session; a file that speaks of others stays, without its rows', async () => {
  const parent = aTurn('p', 1, startAt, 'quagga');
  parent.push({ session: 'p', at: startAt, facts: [{ type: 'link', session: 'p', callId: 't1', child: 'p/child' }] });
  store({ path: 'projects/-x/p.jsonl' }, parent);
  store({ path: 'projects/-x/p/child.jsonl', more: { session: 'p/child' } }, aTurn('p/child', 1, startAt, 'gnu'));
  store({ path: 'projects/-x/p/out.txt', more: { format: 'opaque', role: 'sidecar', session: 'p' } }, [{}]);
  store({ path: 'projects/-x/other.jsonl' }, aTurn('other', 1, startAt, 'zebra'));
  const title = (session: string): ToyRecord => ({
    facts: [{ type: 'session', session, patch: { title: { source: 'custom', text: `Title of ${session}` } } }],
  });
  store({ path: 'index.jsonl', more: { role: 'sidecar' } }, [title('p'), title('other')]);

  expect(readPrunePlan(archive.path, { session: ['claude:p'] })).toMatchObject({
    sessions: [{ id: 'claude:p', subagents: 1, files: 3 }],
    sharedFiles: ['/home/ada/.claude/index.jsonl'],
  });
  prune('claude:p');
  expect(await listed()).toEqual(['claude:other']);
  expect(
    ask("SELECT count(*) FROM contributions c JOIN sessions s ON s.id = c.session_id WHERE s.native LIKE 'p%'"),
  ).toEqual([0]);
  expect((await archive.reader.session('claude:other'))?.title).toBe('Title of other');
});

it('every table with rows of sessions or files is thought of', () => {
  const tables = ask(`SELECT DISTINCT t.name FROM sqlite_schema t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND c.name IN ('session_id', 'source_id')`);
  const known = new Set<unknown>(Object.values(pruning).flat());
  expect(tables.filter((table) => !known.has(table))).toEqual([]);
  expect(tables.length).toBeGreaterThan(10);
});
