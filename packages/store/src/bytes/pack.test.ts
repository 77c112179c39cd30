import { randomBytes } from 'node:crypto';
import { aSourceRef } from '@belfry/core/testing';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tempArchive, toyBatches } from '../testing/index.ts';
import { findBase64Runs, minRunBytes } from './base64-runs.ts';
import { findLongStrings, headBytes } from './long-strings.ts';
import { dictionaryBytes, packBytes, segmentBytes } from './pack.ts';

const image = (bytes: number) => randomBytes(bytes).toString('base64');
const line = (text: string) => Buffer.from(`${JSON.stringify({ text })}\n`);

const execute = (path: string, sql: string) => {
  const db = new Database(path);
  db.exec(sql);
  db.close();
};
const countRows = (path: string, table: string) => {
  const db = new Database(path, { readonly: true });
  const rows = db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  db.close();
  return rows;
};
const sumOf = (path: string, table: string) => {
  const db = new Database(path, { readonly: true });
  const bytes = db.prepare(`SELECT sum(length(data)) FROM ${table}`).pluck().get() as number;
  db.close();
  return bytes;
};

describe('findBase64Runs', () => {
  it('finds every run of 32 kB wherever it lies, in whole groups of four', () => {
    fc.assert(
      fc.property(fc.nat({ max: 40_000 }), fc.nat({ max: 40_000 }), fc.nat({ max: 8 }), (before, after, extra) => {
        const text = 'A'.repeat(minRunBytes + extra);
        const bytes = Buffer.from(`${' '.repeat(before)}"${text}"${'-'.repeat(after)}`);
        const whole = text.length - (text.length % 4);
        expect(findBase64Runs(bytes)).toEqual([{ offset: before + 1, length: whole }]);
      }),
    );
  });

  it('leaves shorter runs and ordinary text alone', () => {
    expect(findBase64Runs(Buffer.from(`"${'A'.repeat(minRunBytes - 4)}"`))).toEqual([]);
    expect(findBase64Runs(Buffer.from('the quick brown fox '.repeat(10_000)))).toEqual([]);
  });

  it('takes the padding along', () => {
    const text = image(minRunBytes + 2);
    expect(text).toMatch(/=$/);
    expect(findBase64Runs(Buffer.from(`"${text}"`))).toEqual([{ offset: 1, length: text.length }]);
  });
});

describe('findLongStrings', () => {
  const text = (bytes: number) => 'say \\"it\\" \\\\ '.repeat(Math.ceil(bytes / 14)).slice(0, bytes - (bytes % 14));
  const found = (bytes: string, offset: number) =>
    findLongStrings(Buffer.from(bytes), offset).map((run) => bytes.slice(run.offset, run.offset + run.length));

  it('finds strings of 64 kB, whatever is escaped in them', () => {
    const long = text(80_000);
    const lines = `{"a":"short"}\n{"a":"${long}","b":"${text(60_000)}"}\n\n{"c":["${long}"]}`;
    expect(found(lines, headBytes)).toEqual([long, long]);
  });

  it('finds strings of 8 kB at the head of a file', () => {
    const told = text(9_000);
    const lines = `{"a":"${told}","b":"${text(8_000)}"}\n`;
    expect(found(lines.repeat(4), 0)).toEqual([told, told]);
    expect(found(lines, headBytes)).toEqual([]);
  });

  it('makes nothing of quotes that do not close, and of no bytes', () => {
    expect(found(`"${text(90_000)}`, 0)).toEqual([]);
    expect(found(`"${text(90_000)}\\"`, 0)).toEqual([]);
    expect(found('', 0)).toEqual([]);
  });
});

describe('packBytes', () => {
  it('cuts at line ends, covers everything and gives a dictionary to short segments only', () => {
    const bytes = Buffer.concat(Array.from({ length: 400 }, (_, n) => line(`${n} `.repeat(300 + n))));
    const segments = packBytes(bytes, { offset: 0 });
    let at = 0;
    for (const segment of segments) {
      expect(segment.offset).toBe(at);
      at += segment.length;
      expect(bytes[at - 1]).toBe(0x0a);
      expect(segment.dictionaryLength).toBe(segment.length < dictionaryBytes ? dictionaryBytes : 0);
    }
    expect(at).toBe(bytes.length);
    expect(segments.length).toBeGreaterThan(2);
    expect(segments.slice(0, -1).every(({ length }) => length >= segmentBytes)).toBe(true);
  });

  it('spreads a line longer than 8 MB over several segments', () => {
    const segments = packBytes(Buffer.alloc(20_000_000, 'x'), { offset: 0 });
    expect(segments.map(({ length }) => length)).toEqual([8_388_608, 8_388_608, 3_222_784]);
  });
});

describe('bytes kept', () => {
  const ref = aSourceRef();

  it('come back byte for byte, in one batch or many, folded or not, with images and what is pending', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 300 }).map(line),
      fc.integer({ min: 10, max: 60_000 }).map((length) => line('words and words '.repeat(length / 16))),
      fc.integer({ min: 20_000, max: 50_000 }).map((length) => line(image(length))),
      fc.integer({ min: 8_000, max: 90_000 }).map((length) => line(`say "it" ${image(60)}`.repeat(length / 90))),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 8 }),
        fc.boolean(),
        fc.array(fc.boolean(), { maxLength: 8 }),
        (pieces, sizes, bulk, folds) => {
          using archive = tempArchive();
          const bytes = Buffer.concat([...pieces, Buffer.from('{"unfinished')]);
          for (const [index, batch] of toyBatches(ref, bytes, { sizes }).entries()) {
            archive.writer.applyBatch(batch, { bulk });
            if (folds[index]) archive.writer.fold(Number.POSITIVE_INFINITY);
          }
          while (archive.writer.tailBytes() > 0) archive.writer.fold(1);
          expect(Buffer.concat([...archive.writer.restore(ref)]).equals(bytes)).toBe(true);
          const middle = Math.floor(bytes.length / 3);
          const read = archive.reader.read(ref, middle, bytes.length);
          expect(Buffer.from(read ?? []).equals(bytes.subarray(middle))).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('of a rewritten past include the line it never finished', () => {
    using archive = tempArchive();
    const past = Buffer.concat([line('said'), Buffer.from('{"half a thou')]);
    const [first] = toyBatches(ref, past);
    archive.writer.applyBatch(first as never);
    const [second] = toyBatches(ref, line('anew'), { from: first?.to, generation: 2 });
    archive.writer.applyBatch(second as never);
    archive.writer.fold(Number.POSITIVE_INFINITY);
    archive.writer.fold(Number.POSITIVE_INFINITY);
    expect(Buffer.concat([...archive.writer.restore(ref, 1)]).toString()).toBe(past.toString());
    expect(Buffer.concat([...archive.writer.restore(ref)]).toString()).toBe(line('anew').toString());
  });

  it('are folded alike however they came: a slow session leaves no small segments', () => {
    using archive = tempArchive();
    const bytes = Buffer.concat(Array.from({ length: 60 }, (_, n) => line(`${n} `.repeat(1_000))));
    for (const batch of toyBatches(ref, bytes, { sizes: Array(60).fill(1) })) {
      archive.writer.applyBatch(batch);
      archive.writer.fold(Number.POSITIVE_INFINITY);
      archive.writer.fold(Number.POSITIVE_INFINITY);
    }
    expect(archive.writer.tailBytes()).toBe(0);
    expect(countRows(archive.path, 'segments')).toBeLessThan(5);
    expect(Buffer.concat([...archive.writer.restore(ref)]).equals(bytes)).toBe(true);
  });

  it('keep a repeated image once', () => {
    using archive = tempArchive();
    const picture = image(300_000);
    const bytes = Buffer.concat([line(picture), line(`again ${picture}`), line(picture)]);
    archive.writer.applyBatch(toyBatches(ref, bytes)[0] as never, { bulk: true });
    const other = aSourceRef({ path: 'projects/other.jsonl' });
    archive.writer.applyBatch(toyBatches(other, bytes)[0] as never, { bulk: true });
    expect(countRows(archive.path, 'blobs')).toBe(1);
    expect(Buffer.concat([...archive.writer.restore(other)]).equals(bytes)).toBe(true);
  });

  it('keep what several sessions begin with and a giant output once', () => {
    const words = (bytes: number) => Buffer.from(image(bytes)).toString('latin1').replaceAll(/[+/]/g, ' "x"\n');
    const instructions = words(20_000);
    const output = words(200_000);
    const session = (name: string) =>
      Buffer.concat([line(name), line(instructions), line(words(40_000)), line(name + words(20_000)), line(output)]);
    const sizes = ['one', 'two', 'three'].map((name) => {
      const bytes = session(name);
      return { ref: aSourceRef({ path: `projects/${name}.jsonl` }), bytes };
    });
    using archive = tempArchive();
    const kept = sizes.map(({ ref, bytes }) => {
      archive.writer.applyBatch(toyBatches(ref, bytes)[0] as never, { bulk: true });
      return sumOf(archive.path, 'segments') + sumOf(archive.path, 'blobs');
    });
    const [first = 0, second = 0, third = 0] = kept;
    const own = 0.8 * 60_000 * (4 / 3);
    expect(second - first).toBeLessThan(1.2 * own);
    expect(third - second).toBeLessThan(1.2 * own);
    expect(first).toBeGreaterThan(4 * own);
    for (const { ref, bytes } of sizes)
      expect(Buffer.concat([...archive.reader.restore(ref)]).equals(bytes)).toBe(true);
  });

  it('that were damaged are told from whole ones', () => {
    using archive = tempArchive();
    const bytes = Buffer.concat(Array.from({ length: 9 }, (_, n) => line(`${n}`.repeat(40_000))));
    archive.writer.applyBatch(toyBatches(ref, bytes)[0] as never, { bulk: true });
    execute(archive.path, `UPDATE segments SET hash = zeroblob(16) WHERE offset > 0`);
    expect(() => [...archive.reader.restore(ref)]).toThrow(
      expect.objectContaining({ code: 'BELFRY_RESTORE_MISMATCH' }),
    );
    execute(archive.path, 'DELETE FROM segments WHERE offset = 0');
    expect(() => [...archive.reader.restore(ref)]).toThrow(
      expect.objectContaining({ code: 'BELFRY_RESTORE_MISMATCH' }),
    );
  });

  it('of an older past stay beside the newer, but of a document only the last are kept', () => {
    using archive = tempArchive();
    const document = aSourceRef({ path: 'sessions/1.json', role: 'sidecar', format: 'json' });
    for (const source of [ref, document]) {
      const [first] = toyBatches(source, line('first'));
      const [second] = toyBatches(source, line('second'), { from: first?.to, generation: 2 });
      archive.writer.applyBatch(first as never);
      archive.writer.applyBatch(second as never);
      expect(Buffer.concat([...archive.writer.restore(source)]).toString()).toContain('second');
    }
    expect(Buffer.concat([...archive.writer.restore(ref, 1)]).toString()).toContain('first');
    expect(archive.writer.read(document, 0, 10, 1)).toBeUndefined();
  });

  it('may come compressed from another thread', () => {
    using archive = tempArchive();
    const bytes = Buffer.concat(Array.from({ length: 300 }, (_, n) => line(`${n} `.repeat(500))));
    let head: Uint8Array | undefined;
    for (const batch of toyBatches(ref, bytes, { sizes: [100, 100] })) {
      const offset = batch.from?.offset ?? 0;
      if (offset === 0) head = batch.bytes.slice(0, dictionaryBytes);
      const segments = structuredClone(packBytes(batch.bytes, { offset, head, level: 1 }));
      archive.writer.applyBatches([{ batch, segments }], { bulk: true });
    }
    expect(Buffer.concat([...archive.reader.restore(ref)]).equals(bytes)).toBe(true);
  });
});
