import type { FileEdit, FileEditQuery, FileTouch } from '@belfry/core';
import { aSourceRef } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempArchive, type ToyRecord, tempArchive, toyBatches, toyBytes } from '../../testing/index.ts';

const startAt = Date.UTC(2026, 0, 2);
const minute = 60_000;
let archive: TempArchive;

beforeEach(() => {
  archive = tempArchive();
});
afterEach(() => archive.remove());

function store(path: string, records: readonly ToyRecord[], agent = 'claude'): void {
  for (const batch of toyBatches(aSourceRef({ path, agent }), toyBytes(records))) archive.writer.applyBatch(batch);
}

const prompt = (session: string, key: string, n: number, inherited = false): ToyRecord => {
  const base = { session, at: startAt + n * minute };
  const fact = {
    ...base,
    key,
    record: key,
    role: 'user',
    variant: 'prompt',
    preview: `ask ${key}`,
    inherited,
  } as const;
  return { ...base, facts: [{ type: 'message', ...fact }] };
};

interface Told {
  said?: FileTouch[];
  answered?: FileTouch[];
  isError?: boolean;
}

const edit = (session: string, callId: string, n: number, { said = [], answered = [], isError = false }: Told) => {
  const base = { session, at: startAt + n * minute, callId };
  const call = { ...base, messageKey: `of-${callId}`, name: 'Edit', kind: 'edit', summary: callId } as const;
  const result = { ...base, record: `r-${callId}`, isError, outcome: '', outputBytes: 0, answers: true };
  const record: ToyRecord = {
    session,
    at: base.at,
    facts: [
      { type: 'tool-call', ...call, files: said },
      { type: 'tool-result', ...result, files: answered },
    ],
  };
  return record;
};

const write = (path: string, rest: Partial<FileTouch> = {}): FileTouch => ({ path, access: 'write', ...rest });
const read = (path: string): FileTouch => ({ path, access: 'read' });

async function walk(query: FileEditQuery): Promise<FileEdit[]> {
  const seen: FileEdit[] = [];
  let cursor: string | undefined;
  do {
    const page = await archive.reader.edits({ ...query, ...(cursor ? { cursor } : {}) });
    seen.push(...(page?.items ?? []));
    cursor = page?.next;
  } while (cursor);
  return seen;
}
const paths = async (query: FileEditQuery) => (await walk(query)).map(({ path, call }) => `${call.callId} ${path}`);

describe('edits', () => {
  it('tell which session wrote a file, when, how, and on what prompt', async () => {
    store('a.jsonl', [
      prompt('a', 'p1', 0),
      edit('a', 't1', 1, {
        said: [write('/x/a.ts')],
        answered: [write('/x/a.ts', { change: 'update', added: 2, removed: 1 })],
      }),
      prompt('a', 'p2', 2),
      edit('a', 't2', 3, { said: [write('/x/b.ts')], answered: [write('/x/b.ts', { change: 'create', added: 9 })] }),
    ]);
    const page = await archive.reader.edits({});
    expect(page?.items).toMatchObject([
      { path: '/x/b.ts', change: 'create', added: 9, call: { callId: 't2' }, because: { key: 'p2' } },
      {
        path: '/x/a.ts',
        access: 'write',
        change: 'update',
        added: 2,
        removed: 1,
        sessionId: 'claude:a',
        at: new Date(startAt + minute).toISOString(),
        call: { callId: 't1', name: 'Edit' },
        because: { key: 'p1', preview: 'ask p1' },
      },
    ]);
    expect(page?.sessions.map(({ id }) => id)).toEqual(['claude:a']);
    expect(page?.next).toBeUndefined();
  });

  it.each([1, 2, 100])('of all sessions come newest first, %i a page', async (limit) => {
    store('a.jsonl', [
      edit('a', 'a1', 1, { said: [write('/1'), write('/2')] }),
      edit('a', 'a3', 3, { said: [write('/1')] }),
    ]);
    store('b.jsonl', [
      edit('b', 'b2', 2, { said: [write('/1'), read('/1')] }),
      edit('b', 'b3', 3, { said: [read('/3')] }),
    ]);
    expect(await paths({ limit })).toEqual(['a3 /1', 'b2 /1', 'a1 /2', 'a1 /1']);
    expect(await paths({ limit, access: ['read'] })).toEqual(['b3 /3', 'b2 /1']);
    expect(await paths({ limit, access: ['write', 'read'] })).toEqual([
      'a3 /1',
      'b3 /3',
      'b2 /1',
      'b2 /1',
      'a1 /2',
      'a1 /1',
    ]);
    expect(await paths({ limit, session: 'claude:a' })).toEqual(['a3 /1', 'a1 /2', 'a1 /1']);
    expect(await archive.reader.edits({ session: 'claude:none' })).toBeUndefined();
  });

  it('are found by the file, its directory, the end of its path, or any piece of it', async () => {
    const files = ['/x/src/a.ts', '/x/src/deep/a.ts', '/x/src-old/a.ts', 'C:\\work\\src\\A.ts', '/x/src/b.ts'];
    store(
      'a.jsonl',
      files.map((path, n) => edit('a', `t${n}`, n, { said: [write(path)] })),
    );
    const found = async (query: FileEditQuery) => (await walk(query)).map(({ path }) => path).reverse();
    expect(await found({ path: '/x/src/a.ts' })).toEqual(['/x/src/a.ts']);
    expect(await found({ path: '/x/src' })).toEqual(['/x/src/a.ts', '/x/src/deep/a.ts', '/x/src/b.ts']);
    expect(await found({ path: '/x/src/' })).toEqual(['/x/src/a.ts', '/x/src/deep/a.ts', '/x/src/b.ts']);
    expect(await found({ path: '/' })).toHaveLength(4);
    expect(await found({ path: 'C:\\work' })).toEqual(['C:\\work\\src\\A.ts']);
    expect(await found({ path: 'a.ts' })).toEqual(files.slice(0, 4));
    expect(await found({ path: './src/a.ts' })).toEqual(['/x/src/a.ts', 'C:\\work\\src\\A.ts']);
    expect(await found({ text: 'SRC-' })).toEqual(['/x/src-old/a.ts']);
    expect(await found({ text: '%' })).toEqual([]);
    expect(await found({ path: '/x', text: 'deep' })).toEqual(['/x/src/deep/a.ts']);
    expect(await found({ path: 'rc/a.ts' })).toEqual([]);
  });

  it('of many files below a directory are found too', async () => {
    const files = Array.from({ length: 150 }, (_, n) => `/x/${n % 2 ? 'odd' : 'even'}/${n}.ts`);
    store(
      'a.jsonl',
      files.map((path, n) => edit('a', `t${n}`, n, { said: [write(path)] })),
    );
    expect((await walk({ path: '/x/odd', limit: 20 })).map(({ path }) => path)).toEqual(
      files.filter((path) => path.includes('odd')).reverse(),
    );
  });

  it('that failed, or that a fork copied, did not happen', async () => {
    store('a.jsonl', [
      edit('a', 't1', 1, { said: [write('/1')] }),
      edit('a', 't2', 2, { said: [write('/2')], isError: true }),
    ]);
    const parent = { session: 'a', relation: 'fork' } as const;
    store('b.jsonl', [
      { facts: [{ type: 'session', session: 'b', patch: { parent } }] },
      prompt('b', 'of-t1', 1, true),
      edit('b', 't1', 1, { said: [write('/1')] }),
    ]);
    expect((await walk({})).map(({ sessionId, path }) => [sessionId, path])).toEqual([['claude:a', '/1']]);
    expect(await paths({ includeFailed: true })).toEqual(['t2 /2', 't1 /1']);
  });

  it('of a rename stand at both paths', async () => {
    const said = [
      write('/old', { change: 'rename', otherPath: '/new' }),
      write('/new', { change: 'rename', otherPath: '/old', added: 1 }),
    ];
    store('a.jsonl', [edit('a', 't', 1, { said })]);
    expect(await walk({ path: '/old' })).toMatchObject([{ change: 'rename', otherPath: '/new' }]);
    expect(await walk({ path: '/new' })).toMatchObject([{ change: 'rename', otherPath: '/old', added: 1 }]);
  });

  it('can be narrowed to agents and projects', async () => {
    const inProject = (session: string, cwd: string): ToyRecord => ({
      facts: [{ type: 'session', session, patch: { cwd } }],
    });
    store('a.jsonl', [inProject('a', '/x/engine'), edit('a', 't1', 1, { said: [write('/1')] })]);
    store('b.jsonl', [inProject('b', '/x/mill'), edit('b', 't2', 2, { said: [write('/1')] })], 'codex');
    expect(await paths({ project: ['engine'] })).toEqual(['t1 /1']);
    expect(await paths({ agent: ['codex'], path: '/1' })).toEqual(['t2 /1']);
    expect(await paths({ agent: ['codex'], project: ['engine'] })).toEqual([]);
  });

  it('forget files that a rewritten past no longer names', async () => {
    const ref = aSourceRef({ path: 'a.jsonl' });
    const [first] = toyBatches(ref, toyBytes([edit('a', 't', 1, { said: [write('/before')] })]));
    const again = toyBytes([edit('a', 't', 2, { said: [write('/after')] })]);
    const [second] = toyBatches(ref, again, { from: first?.to, generation: 2 });
    archive.writer.applyBatch(first as never);
    expect(await paths({})).toEqual(['t /before']);
    archive.writer.applyBatch(second as never);
    expect(await paths({})).toEqual(['t /after']);
  });
});
