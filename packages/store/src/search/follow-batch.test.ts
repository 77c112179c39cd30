import { toIndexText } from '@belfry/core';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openArchiveWriter } from '../open-archive.ts';
import {
  answeredRecord,
  calledRecord,
  type SearchedArchive,
  saidRecord,
  searchedArchive,
  type ToyRecord,
  toyContent,
} from '../testing/index.ts';

let archive: SearchedArchive;
beforeEach(() => {
  archive = searchedArchive();
});
afterEach(() => archive.remove());

const hits = async (q: string) => (await archive.find(q, { match: 'words', limit: 100 })).items.length;

/** Every text the indexes know, by where it stands; no ids, which depend on the order of writing. */
function known(path = archive.path): string[] {
  const db = new Database(path, { readonly: true });
  const rows = db
    .prepare(
      `SELECT s.native, f.path, d.offset, d.generation, d.length, d.kind, d.nth, d.role, d.call FROM search_docs d
         JOIN sessions s ON s.id = d.session_id JOIN sources f ON f.id = d.source_id`,
    )
    .all();
  const sizes = ['message_index', 'output_index'].map((index) =>
    db.prepare(`SELECT count(*) FROM ${index}_docsize`).pluck().get(),
  );
  db.close();
  expect((sizes[0] as number) + (sizes[1] as number)).toBe(rows.length);
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** Words the indexes hold, gone ones included until they are merged. */
function words(): string[] {
  const db = new Database(archive.path, { readonly: true });
  const terms = ['message_words', 'output_words'].flatMap((table) =>
    db.prepare(`SELECT term FROM ${table}`).pluck().all(),
  );
  db.close();
  return terms as string[];
}

describe('the indexes', () => {
  it('know what was committed, in the same transaction', async () => {
    archive.write([saidRecord('m1', 'early bird')]);
    expect(await hits('bird')).toBe(1);
    expect(archive.writer.search.pendingBytes()).toBe(0);
  });

  it('know a record that is repeated only once', async () => {
    const reply = (record: string, text: string) =>
      saidRecord('m1', [{ type: 'text', text }], { role: 'assistant', variant: 'reply', record });
    archive.write([reply('r1', 'needle one'), reply('r2', 'needle two'), reply('r1', 'needle one')]);
    archive.write([reply('r2', 'needle two'), answeredRecord('c1', 'needle'), answeredRecord('c1', 'needle')]);
    expect(await hits('needle')).toBe(3);
  });

  it('forget what a new past has otherwise, and keep what it lacks', async () => {
    const before = [
      saidRecord('m1', 'unchanged words'),
      saidRecord('m2', 'the former wording'),
      saidRecord('m3', 'left behind'),
      calledRecord('c1', { command: 'ls' }),
      answeredRecord('c1', 'former output'),
    ];
    archive.write(before);
    archive.write(
      [
        saidRecord('m1', 'unchanged words'),
        saidRecord('m2', 'another wording'),
        calledRecord('c1', { command: 'ls' }),
        answeredRecord('c1', 'later output'),
      ],
      { generation: 2 },
    );
    expect(await hits('unchanged')).toBe(1);
    expect(await archive.shown('wording')).toEqual(['another [wording]']);
    expect(await archive.shown('output')).toEqual(['later [output]']);
    expect(await hits('former')).toBe(0);
    expect(await hits('left behind')).toBe(1);
    archive.writer.search.merge(-1_000);
    while (archive.writer.search.merge(1_000));
    expect(words()).not.toContain('former');
  });

  it('forget what a lesser file said once the better one says it', async () => {
    const copy = { source: { path: 'projects/z/copy.jsonl', session: 'other' } };
    archive.write([saidRecord('m1', 'needle of the copy'), answeredRecord('c1', 'needle of the copy')], copy);
    expect(await hits('copy')).toBe(2);
    archive.write([saidRecord('m1', 'needle of the session'), answeredRecord('c1', 'needle of the session')]);
    expect(await hits('copy')).toBe(0);
    expect(await hits('needle')).toBe(2);
  });

  it('catch up with what an import left', async () => {
    archive.write([saidRecord('m1', 'needle'), answeredRecord('c1', 'needle')], { bulk: true });
    const { items, indexing } = await archive.find('needle', { match: 'words' });
    expect(items).toEqual([]);
    expect(indexing.messages).toMatchObject({ complete: false });
    expect(indexing.messages.pendingBytes).toBeGreaterThan(0);
    expect(indexing.messages.totalBytes).toBeGreaterThanOrEqual(indexing.messages.pendingBytes);
    // What comes after it is known at once.
    archive.write([saidRecord('m2', 'needle')]);
    expect(await hits('needle')).toBe(1);
    while (archive.writer.search.catchUp(10) > 0);
    expect(await hits('needle')).toBe(3);
    expect((await archive.find('needle')).indexing.messages).toEqual({
      complete: true,
      pendingBytes: 0,
      totalBytes: 0,
    });
    expect((await archive.reader.derived()).outputIndex.complete).toBe(true);
  });

  it('know the same whether texts came at once, later, in pieces, in another order or twice', () => {
    const records: ToyRecord[] = Array.from({ length: 40 }, (_, n) => [
      saidRecord(`m${n}`, `word${n} ${'x'.repeat(n)}`, { at: Date.UTC(2026, 0, 1) + n * 500 }),
      calledRecord(`c${n}`, { n }, { at: Date.UTC(2026, 0, 1) }),
      answeredRecord(`c${n}`, `out${n}`, { at: undefined as never }),
    ]).flat();
    const copy = { source: { path: 'projects/z/copy.jsonl', session: 'other' } };
    archive.write(records);
    archive.write(records.slice(30, 60), copy);
    const expected = known();
    const ways: ((other: SearchedArchive) => void)[] = [
      (other) => {
        other.write(records.slice(30, 60), copy);
        other.write(records, { sizes: [1, 7, 3, 20] });
      },
      (other) => {
        other.write(records, { bulk: true, sizes: [50] });
        other.writer.search.catchUp(1);
        other.write(records.slice(30, 60), { ...copy, bulk: true });
        while (other.writer.search.catchUp(1) > 0);
      },
    ];
    for (const write of ways) {
      const other = searchedArchive();
      write(other);
      expect(known(other.path)).toEqual(expected);
      other.remove();
    }
    expect(expected.length).toBe(120);
  });

  it('take nothing that was read before the rows changed', async () => {
    archive.write([saidRecord('m1', 'former'), saidRecord('m2', 'kept')], { bulk: true });
    const [todo] = archive.writer.search.todo(0);
    if (!todo) throw new Error('nothing to do');
    const empty = { numbers: new Float64Array(0), calls: [], text: new Uint8Array(0), bytes: 0 };
    archive.write([saidRecord('m1', 'later')], { generation: 2 });
    expect(archive.writer.search.store([{ todo, ...empty }])).toHaveLength(1);
    while (archive.writer.search.catchUp(1) > 0);
    expect([await hits('former'), await hits('later'), await hits('kept')]).toEqual([0, 1, 1]);
  });

  it('of a writer that cannot read texts follow later', async () => {
    archive.write([saidRecord('m1', 'one')]);
    archive.writer.close();
    const plain = openArchiveWriter({ path: archive.path });
    expect(plain.search.catchUp(1_000)).toBe(0);
    plain.close();
    const able = openArchiveWriter({ path: archive.path, content: toyContent });
    expect(able.search.pendingBytes()).toBe(0);
    able.close();
  });

  it('are merged in small pieces', async () => {
    for (let n = 0; n < 40; n++) archive.write([saidRecord(`m${n}`, `needle ${n}`)]);
    expect(segments()).toBeGreaterThan(16);
    let pieces = 0;
    while (archive.writer.search.merge(10)) pieces += 1;
    expect(pieces).toBeGreaterThan(0);
    expect(segments()).toBeLessThan(16);
    expect(await hits('needle')).toBe(40);
  });

  function segments(): number {
    const db = new Database(archive.path, { readonly: true });
    const count = db.prepare('SELECT count(DISTINCT segid) FROM message_index_idx').pluck().get() as number;
    db.close();
    return count;
  }
});

it('a text of a crowded second has an id of its own', async () => {
  const at = Date.UTC(2026, 0, 1);
  const texts = Array.from({ length: 300 }, (_, n) => saidRecord(`m${n}`, toIndexText(`needle ${n}`), { at }));
  archive.write(texts);
  archive.write([saidRecord('late', 'needle', { at: at + 2_000 })]);
  expect((await archive.find('needle', { limit: 100 })).total).toMatchObject({ hits: 301 });
});
