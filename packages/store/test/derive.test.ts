import type { ParserVersion } from '@belfry/core';
import { agents, createContentReader, createSourceParser } from '@belfry/ingest';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FailedFamily, openArchiveWriter, openReadStore } from '../src/index.ts';
import {
  type Reread,
  rereadBatch,
  saidRecord,
  searchedArchive,
  type TempArchive,
  tempArchive,
  toyContent,
  toyParser,
} from '../src/testing/index.ts';
import { importSource, realRoots, realSources } from './real-sources.ts';
import { recount } from './recount.ts';
import { better, onlyText, onlyUsage } from './rereads.ts';
import { runsOf } from './runs.ts';
import { aWorld, interleave, readWorld } from './worlds.ts';

const picks = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 });
const { numRuns, timeout } = runsOf(3);

function open(archive: TempArchive, version: ParserVersion, reread?: Reread) {
  return openArchiveWriter({ path: archive.path, content: toyContent, parser: toyParser(version, reread) });
}

function thrown({ error }: FailedFamily): never {
  throw error;
}

function deriveOnce(...wanted: Parameters<typeof open>): void {
  const writer = open(...wanted);
  writer.derivation?.run(thrown).next();
  writer.close();
}

function deriveAll(...wanted: Parameters<typeof open>): void {
  const writer = open(...wanted);
  for (const _ of writer.derivation?.run(thrown) ?? []);
  expect(writer.derivation?.isBehind()).toBe(false);
  while (writer.search.catchUp(1_000_000) > 0);
  writer.close();
}

/** Rows of one kind do not go where nothing says they were there; quota samples have no source. */
const withoutQuota = (dump: string) =>
  dump
    .split('\n')
    .filter((line) => !line.startsWith('["quota"'))
    .join('\n');

describe('rows derived again from kept bytes', () => {
  it.each<[string, ParserVersion, Reread?]>([
    ['by one that reads all differently', { text: 2, usage: 2 }, better],
    ['by one that counts differently', { text: 1, usage: 2 }, onlyUsage],
    ['by one that reads texts differently', { text: 2, usage: 1 }, onlyText],
    ['by one that is the older one again', { text: 2, usage: 2 }, undefined],
  ])(
    'are what an import gives: %s',
    (_, version, reread) => {
      const older: [ParserVersion, Reread?] = reread ? [{ text: 1, usage: 1 }] : [{ text: 3, usage: 3 }, better];
      fc.assert(
        fc.property(aWorld, picks, fc.nat({ max: 6 }), (world, order, stops) => {
          using before = tempArchive();
          using fresh = tempArchive();
          for (const batch of interleave(readWorld(world, []), order)) {
            before.writer.applyBatch(rereadBatch(batch, ...older), { bulk: true });
            fresh.writer.applyBatch(rereadBatch(batch, version, reread), { bulk: true });
          }
          // Left after each of some steps, as by the end of the process, and begun again.
          for (let stop = 0; stop < stops; stop++) deriveOnce(before, version, reread);
          deriveAll(before, version, reread);
          expect(withoutQuota(before.dump())).toBe(withoutQuota(fresh.dump()));
        }),
        { numRuns },
      );
    },
    timeout,
  );
});

// Samples beside the repository are large: thorough runs take them too.
const roots = realRoots.filter(({ root }) => root.includes('fixtures') || process.env.BELFRY_FUZZ_RUNS !== undefined);

describe('the archive of real transcripts', { timeout: 300_000 }, () => {
  it.each(roots)('is the same after all of $root was derived again, and its words are found again', async (place) => {
    using archive = tempArchive();
    for (const source of realSources(place)) {
      importSource(archive.writer, source, { bulk: true, maxBatchBytes: 1_000_000 });
    }
    const before = archive.dump();
    const { version, parse } = createSourceParser(agents);
    const raised = (agent: string) => {
      const now = version(agent);
      return now && { text: now.text + 1, usage: now.usage + 1 };
    };
    const content = createContentReader(agents);
    const writer = openArchiveWriter({ path: archive.path, content, parser: { version: raised, parse } });
    while (writer.search.catchUp(4_000_000) > 0);
    expect(writer.derivation?.isBehind()).toBe(true);
    for (const _ of writer.derivation?.run(thrown) ?? []);
    expect(writer.derivation?.isBehind()).toBe(false);
    const lines = new Set(before.split('\n'));
    expect(
      archive
        .dump()
        .split('\n')
        .filter((line) => !lines.delete(line)),
    ).toEqual([]);
    expect([...lines]).toEqual([]);
    expect(writer.search.pendingBytes()).toBeGreaterThan(0);
    writer.close();
    const { kept, counted } = recount(archive.path);
    expect(kept).toEqual(counted);
  });
});

describe('deriving again', () => {
  const upper: Reread = (fact) =>
    fact.type === 'message' ? [{ ...fact, preview: fact.preview.toUpperCase() }] : [fact];

  it('leaves no word behind that nobody shows any more, and finds all others again', async () => {
    using archive = searchedArchive();
    archive.write([saidRecord('m1', 'kept words'), saidRecord('m2', 'dropped words')]);
    deriveAll(archive, { text: 2, usage: 1 }, (fact) => (fact.type === 'message' && fact.key === 'm2' ? [] : [fact]));
    expect(await archive.shown('words')).toEqual(['kept [words]']);
    expect(await archive.shown('dropped')).toEqual([]);
  });

  it('keeps what a vanished file said', async () => {
    using archive = searchedArchive();
    archive.write([saidRecord('m1', 'from a file that is no more')]);
    const { machine, root, path } = [...archive.writer.sources('laptop')][0]?.ref ?? {
      machine: '',
      root: '',
      path: '',
    };
    archive.writer.markGone(machine, root, path);
    deriveAll(archive, { text: 2, usage: 2 }, upper);
    const [session] = (await archive.reader.sessions({})).items;
    expect([session?.sourceGone, session?.messages, session?.lastPreview]).toEqual([
      true,
      1,
      'FROM A FILE THAT IS NO MORE',
    ]);
    expect(await archive.shown('file')).toHaveLength(1);
  });

  it('comes before a file is read on, for the parser that reads on is another one', () => {
    using archive = searchedArchive();
    archive.write([saidRecord('m1', 'one')]);
    const writer = open(archive, { text: 2, usage: 1 }, upper);
    const [source] = [...writer.sources('laptop')];
    if (!source) throw new Error('no source');
    const batch = {
      source: source.ref,
      from: source.cursor,
      to: source.cursor,
      bytes: new Uint8Array(),
      pending: new Uint8Array(),
    };
    const next = { ...batch, facts: [], issues: [], bounds: [], parser: { text: 2, usage: 1 } };
    expect(() => writer.applyBatch(next)).toThrow(expect.objectContaining({ code: 'BELFRY_CURSOR_CONFLICT' }));
    expect(writer.derivation?.source(source.ref)).toEqual([expect.objectContaining({ type: 'session', isNew: false })]);
    expect(writer.derivation?.source(source.ref)).toEqual([]);
    writer.applyBatch(next);
    writer.close();
  });

  it('leaves the rows of what is no longer kept in whole as they are', async () => {
    using archive = searchedArchive();
    archive.write([saidRecord('m1', 'one'), saidRecord('m2', 'two')], { bulk: true });
    const before = archive.dump();
    const db = new Database(archive.path);
    db.exec('DELETE FROM segments');
    db.close();
    const writer = open(archive, { text: 2, usage: 2 }, upper);
    for (const _ of writer.derivation?.run(thrown) ?? []);
    expect(writer.derivation?.isBehind()).toBe(false);
    writer.close();
    expect(
      archive
        .dump()
        .split('\n')
        .filter((line) => !line.startsWith('["bytes"')),
    ).toEqual(before.split('\n').filter((line) => !line.startsWith('["bytes"')));
  });

  it('passes over what a parser breaks at, tells it, and tries it again the next time', () => {
    using archive = searchedArchive();
    archive.write([saidRecord('m1', 'one')]);
    archive.write([saidRecord('m1', 'broken', { session: 's2' })], { source: { path: 's2.jsonl' } });
    const broken: Reread = (fact) => {
      if (fact.session === 's2') throw new Error('What is this?');
      return upper(fact);
    };
    const writer = open(archive, { text: 2, usage: 1 }, broken);
    const failed: FailedFamily[] = [];
    for (const _ of writer.derivation?.run((failure) => failed.push(failure)) ?? []);
    expect(failed.map(({ path, error }) => [path, error.message])).toEqual([['s2.jsonl', 'What is this?']]);
    expect(writer.derivation?.isBehind()).toBe(true);
    writer.close();
    const previews = (archive.dump().match(/"preview":"\w+"/g) ?? []).sort();
    expect(previews).toEqual(['"preview":"ONE"', '"preview":"broken"']);
    deriveAll(archive, { text: 2, usage: 1 }, upper);
    expect(archive.dump()).toContain('BROKEN');
  });

  it('says how far it is', async () => {
    using archive = searchedArchive();
    archive.write([saidRecord('m1', 'one')]);
    archive.write([saidRecord('m1', 'one', { session: 's2' })], { source: { path: 's2.jsonl' } });
    const parser = toyParser({ text: 1, usage: 2 }, upper);
    const reader = openReadStore({ path: archive.path, content: toyContent, parser });
    const { usage, transcripts } = await reader.derived();
    expect([usage.complete, transcripts.complete]).toEqual([false, true]);
    expect(usage.pendingBytes).toBe(usage.totalBytes);
    const writer = openArchiveWriter({ path: archive.path, content: toyContent, parser });
    const steps = writer.derivation?.run(thrown);
    steps?.next();
    const half = (await reader.derived()).usage;
    expect(half.pendingBytes).toBeGreaterThan(0);
    expect(half.pendingBytes).toBeLessThan(usage.pendingBytes);
    for (const _ of steps ?? []);
    expect((await reader.derived()).usage).toEqual({ complete: true, pendingBytes: 0, totalBytes: 0 });
    writer.close();
    reader.close();
  });
});
