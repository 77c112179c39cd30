import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answeredRecord,
  calledRecord,
  type SearchedArchive,
  saidRecord,
  searchedArchive,
} from '../../testing/index.ts';

let archive: SearchedArchive;
beforeEach(() => {
  archive = searchedArchive();
});
afterEach(() => archive.remove());

const day = (n: number) => Date.UTC(2026, 0, n);

describe('a search by words', () => {
  it('finds what was said, thought, asked of tools and answered by them, and where it stands', async () => {
    archive.write([
      saidRecord('m1', 'the rounding bug is back'),
      saidRecord(
        'm2',
        [
          { type: 'thinking', text: 'maybe the rounding of halves', redacted: false },
          { type: 'text', text: 'I look at the rounding' },
        ],
        { role: 'assistant', variant: 'reply' },
      ),
      calledRecord('c1', { command: 'grep -rn rounding src' }),
      answeredRecord('c1', 'src/money.ts:3: rounding'),
    ]);
    const { items, total, sessions, indexing, matched } = await archive.find('rounding', { sort: 'oldest' });
    expect(
      items.map(({ kind, messageKey, callId, tool, role, block }) => [kind, role, messageKey, block, callId, tool]),
    ).toEqual([
      ['message', 'user', 'm1', 0, undefined, undefined],
      ['thinking', 'assistant', 'm2', 0, undefined, undefined],
      ['message', 'assistant', 'm2', 1, undefined, undefined],
      ['tool-input', 'assistant', 'm-c1', 0, 'c1', 'Bash'],
      ['tool-output', 'assistant', 'm-c1', 0, 'c1', 'Bash'],
    ]);
    expect(total).toEqual({ hits: 5, isExact: true });
    expect(sessions.map(({ id }) => id)).toEqual(['claude:s1']);
    expect([indexing.messages.complete, indexing.outputs.complete, matched]).toEqual([true, true, 'words']);
  });

  it('wants all words, phrases as they stand, and none of the excluded', async () => {
    archive.write([
      saidRecord('m1', 'the last line of the file'),
      saidRecord('m2', 'the line was the last'),
      saidRecord('m3', 'a file'),
    ]);
    expect(await archive.shown('last line')).toHaveLength(2);
    expect(await archive.shown('"last line"')).toEqual(['the [last line] of the file']);
    expect(await archive.shown('the -file')).toEqual(['[the] line was [the] last']);
    expect(await archive.shown('fil*')).toHaveLength(2);
    expect(await archive.shown('file line last of absent')).toEqual([]);
    expect(await archive.shown('line absent', { match: 'any' })).toHaveLength(2);
  });

  it('finds names by their parts, scripts without spaces by two characters, accents by their letters', async () => {
    archive.write([
      saidRecord('m1', 'call getUserName(), not user_name'),
      saidRecord('m2', '検索機能を実装する'),
      saidRecord('m3', 'a Café in Zürich'),
      saidRecord('m4', 'at src/views/LoginPage.test.tsx:12'),
    ]);
    expect(await archive.shown('username')).toEqual([]);
    expect(await archive.shown('user')).toEqual(['call get[User]Name(), not [user]_name']);
    expect(await archive.shown('userName')).toEqual(['call get[UserName](), not [user_name]']);
    expect(await archive.shown('機能')).toEqual(['検索[機能]を実装する']);
    expect(await archive.shown('実装する')).toEqual(['検索機能を[実装する]']);
    expect(await archive.shown('る')).toEqual(['検索機能を実装す[る]']);
    expect(await archive.shown('能装')).toEqual([]);
    expect(await archive.shown('cafe zurich')).toEqual(['a [Café] in [Zürich]']);
    expect(await archive.shown('views/loginpage.test.tsx')).toEqual(['at src/[views/LoginPage.test.tsx]:12']);
    expect(await archive.shown('page')).toEqual(['at src/views/Login[Page].test.tsx:12']);
  });

  it('narrows by what is asked of session, place and time', async () => {
    archive.write([
      {
        session: 's1',
        facts: [{ type: 'session', session: 's1', patch: { cwd: '/home/ada/engine', branch: 'main' } }],
      },
      saidRecord('m1', 'needle one', { at: day(1) }),
      calledRecord('c1', { command: 'needle' }, { at: day(2) }),
      answeredRecord('c1', 'needle failed', { at: day(2), isError: true }),
      calledRecord('c2', { path: 'needle' }, { at: day(3), tool: 'Read' }),
      answeredRecord('c2', 'needle fine', { at: day(3) }),
      saidRecord('m9', 'needle broke', { at: day(4), role: 'assistant', variant: 'error' }),
      saidRecord('m10', 'needle without a time', { at: undefined as never }),
    ]);
    archive.write(
      [
        { session: 's2', facts: [{ type: 'session', session: 's2', patch: { cwd: '/home/ada/web' } }] },
        saidRecord('m1', 'needle two', { session: 's2', at: day(5) }),
      ],
      { source: { path: 'projects/p/s2.jsonl' } },
    );
    const count = async (query: object) => (await archive.find('needle', { match: 'words', ...query })).items.length;
    expect(await count({})).toBe(8);
    expect(await count({ kind: ['tool-input', 'tool-output'] })).toBe(4);
    expect(await count({ kind: ['tool-output'] })).toBe(2);
    expect(await count({ role: ['user'] })).toBe(3);
    expect(await count({ tool: ['bash'] })).toBe(2);
    expect(await count({ tool: ['shell'] })).toBe(4);
    expect(await count({ hasError: true })).toBe(3);
    expect(await count({ hasError: false })).toBe(5);
    expect(await count({ project: ['engine'] })).toBe(7);
    expect(await count({ branch: ['main'] })).toBe(7);
    expect(await count({ agent: ['codex'] })).toBe(0);
    expect(await count({ session: 'claude:s2' })).toBe(1);
    expect(await count({ from: new Date(day(2)).toISOString(), to: new Date(day(4)).toISOString() })).toBe(4);
    expect(await count({ to: new Date(day(2)).toISOString() })).toBe(1);
    expect(await archive.reader.search({ q: 'needle', session: 'claude:nobody' })).toBeUndefined();
  });

  it('looks into subagents of a session when asked to, and into what is listed nowhere never', async () => {
    const parent = { session: 's1', relation: 'subagent' as const };
    archive.write([
      saidRecord('m1', 'needle'),
      { session: 's1', facts: [{ type: 'link', session: 's1', callId: 'c1', child: 's1/a' }] },
    ]);
    archive.write(
      [
        { session: 's1/a', facts: [{ type: 'session', session: 's1/a', patch: { parent } }] },
        saidRecord('m1', 'needle', { session: 's1/a', role: 'assistant', variant: 'reply' }),
      ],
      { source: { path: 'projects/p/s1/a.jsonl' } },
    );
    archive.write(
      [
        { facts: [{ type: 'session', session: 's3', patch: { agentType: 'warm-up', parent } }] },
        saidRecord('w1', 'needle', { session: 's3', role: 'system' }),
      ],
      { source: { path: 'projects/p/s3.jsonl' } },
    );
    const ids = async (query: object) => (await archive.find('needle', query)).items.map(({ sessionId }) => sessionId);
    expect(await ids({ session: 'claude:s1' })).toEqual(['claude:s1']);
    expect((await ids({ session: 'claude:s1', includeSubagents: true })).sort()).toEqual(['claude:s1', 'claude:s1/a']);
    expect(await ids({ session: 'claude:s1', onlySubagents: true })).toEqual(['claude:s1/a']);
    expect(await ids({ session: 'claude:s1/a', onlySubagents: true })).toEqual([]);
  });

  it('gives every hit once over its pages, in the order asked for', async () => {
    const records = Array.from({ length: 90 }, (_, n) =>
      saidRecord(`m${n}`, `needle ${'x '.repeat(n)}`, { at: day(1) + (n % 7) * 60_000 }),
    );
    archive.write([...records, answeredRecord('c1', 'needle', { at: day(1) + 90_000 })]);
    for (const sort of ['newest', 'oldest', 'relevance'] as const) {
      const seen: string[] = [];
      const times: string[] = [];
      for (let cursor: string | undefined, pages = 0; pages < 50; pages++) {
        const page = await archive.find('needle', { sort, limit: 7, ...(cursor ? { cursor } : {}) });
        seen.push(...page.items.map(({ id }) => id));
        times.push(...page.items.map(({ at }) => at ?? ''));
        cursor = page.next;
        if (cursor === undefined) break;
        expect(page.items).toHaveLength(7);
        expect(page.total.hits).toBe(91);
      }
      expect(new Set(seen).size, sort).toBe(91);
      expect(seen).toHaveLength(91);
      if (sort !== 'relevance')
        expect(times).toEqual(sort === 'oldest' ? times.toSorted() : times.toSorted().reverse());
    }
    await expect(archive.find('needle', { cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'BELFRY_CURSOR_INVALID',
    });
  });

  it('lets others have their turn, and lets the writer write', async () => {
    const records = Array.from({ length: 3_000 }, (_, n) =>
      answeredRecord(`c${n}`, 'needle', { at: day(1) + n * 1_000 }),
    );
    archive.write(records);
    while (archive.writer.search.catchUp(1_000_000) > 0);
    let isDone = false;
    const search = archive.find('needle', { tool: ['nothing'], match: 'words' }).finally(() => {
      isDone = true;
    });
    let turns = 0;
    for (; !isDone; turns++) {
      await archive.reader.agents();
      if (turns < 3) archive.write([saidRecord(`late${turns}`, 'needle')]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await search).items).toEqual([]);
    // A stretch of at most 512 texts at a time.
    expect(turns).toBeGreaterThan(6);
  });

  it('ranks what is said more often and more recently first', async () => {
    archive.write([
      saidRecord('m1', `needle ${'among many other words '.repeat(30)}`, { at: day(20) }),
      saidRecord('m2', 'needle needle needle', { at: day(20) }),
    ]);
    archive.write([saidRecord('m1', 'needle needle needle', { session: 's2', at: day(1) - 300 * 86_400_000 })], {
      source: { path: 'old.jsonl' },
    });
    for (let n = 0; n < 20; n++) archive.write([saidRecord(`f${n}`, 'nothing of the kind')]);
    const { items } = await archive.find('needle', { sort: 'relevance' });
    expect(items.map(({ sessionId, messageKey }) => `${sessionId} ${messageKey}`)).toEqual([
      'claude:s1 m2',
      'claude:s2 m1',
      'claude:s1 m1',
    ]);
  });

  it('finds a message a fork repeats where it was written, and in the fork when asked for that', async () => {
    archive.write([saidRecord('m1', 'needle')]);
    const parent = { session: 's1', relation: 'fork' as const };
    archive.write(
      [
        { facts: [{ type: 'session', session: 's2', patch: { parent } }] },
        saidRecord('m1', 'needle', { session: 's2', inherited: true }),
        saidRecord('m0', 'needle of a message the parent lost', { session: 's2', inherited: true }),
      ],
      { source: { path: 's2.jsonl' } },
    );
    expect(
      (await archive.find('needle')).items.map(({ sessionId, messageKey }) => `${sessionId} ${messageKey}`).sort(),
    ).toEqual(['claude:s1 m1', 'claude:s2 m0']);
    expect((await archive.find('needle', { session: 'claude:s2' })).items).toHaveLength(2);
  });
});

describe('a search that finds nothing by its words', () => {
  it('offers words spelled nearly so, and being content with any word', async () => {
    archive.write([
      saidRecord('m1', 'the rounding of halves'),
      saidRecord('m2', 'a grounding'),
      answeredRecord('c1', 'halves'),
    ]);
    expect((await archive.find('roundign halves')).alternatives).toEqual([
      { reason: 'spelling', q: 'rounding halves', hits: 1 },
      { reason: 'any-word', q: 'roundign halves', match: 'any', hits: 2 },
    ]);
    expect((await archive.find('rounding grounding', { match: 'words' })).alternatives).toEqual([
      { reason: 'any-word', q: 'rounding grounding', match: 'any', hits: 2 },
    ]);
    expect((await archive.find('utterlyelsewhere')).alternatives).toEqual([]);
  });

  it('is looked for letter by letter', async () => {
    archive.write([
      saidRecord('m1', 'TypeError: Cannot read "name" of\n\tundefined (reading \'name\')'),
      calledRecord('c1', { path: 'C:\\Users\\ada\\notes.txt', deep: JSON.stringify({ quoted: 'a "b" c' }) }),
      answeredRecord('c1', 'ünïcode/ÄÖÜ — done'),
    ]);
    const found = async (q: string, query = {}) => {
      const { items, matched, scanned } = await archive.find(q, query);
      if (items.length > 0) expect([matched, scanned?.bytes]).toEqual(['text', scanned?.totalBytes]);
      return items.map(
        ({ kind, snippet: { text, marks } }) =>
          `${kind}: ${marks.map(({ start, end }) => text.slice(start, end)).join('|')}`,
      );
    };
    expect(await found('ypeErr')).toEqual(['message: ypeErr']);
    expect(await found('"name" of undef', { match: 'text' })).toEqual(['message: "name" of undef']);
    expect(await found("(reading 'n", { match: 'text' })).toEqual(["message: (reading 'n"]);
    expect(await found('\\ada\\not')).toEqual(['tool-input: \\ada\\not']);
    expect(await found('"a \\"b\\" c"', { match: 'text' })).toEqual(['tool-input: "a \\"b\\" c"']);
    expect(await found('CODE/äö')).toEqual(['tool-output: code/ÄÖ']);
    expect(await found('— don')).toEqual(['tool-output: — don']);
    expect(await found('ypeErr', { kind: ['tool-output'] })).toEqual([]);
    expect(await found('ypeErr', { session: 'claude:s1', role: ['user'] })).toEqual(['message: ypeErr']);
    expect(await found('ypeErr', { match: 'words' })).toEqual([]);
    expect(await found('absent from all')).toEqual([]);
  });

  it('gives what stands letter by letter over its pages, each once', async () => {
    for (let n = 0; n < 4; n++) {
      const records = Array.from({ length: 10 }, (_, m) =>
        saidRecord(`m${m}`, `xneedle${n}.${m}`, { session: `s${n}`, at: day(n + 1) + m }),
      );
      archive.write(records, { source: { path: `s${n}.jsonl` } });
    }
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await archive.find('needle', { limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ snippet }) => snippet.text));
      cursor = page.next;
      if (cursor === undefined) break;
    }
    const all = [3, 2, 1, 0].flatMap((n) => Array.from({ length: 10 }, (_, m) => `xneedle${n}.${9 - m}`));
    expect(seen).toEqual(all);
  });
});
