import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../testing/index.ts';
import { readJsonlPieces } from './jsonl-reader.ts';
import type { Piece, PieceLimits } from './piece.ts';

const mb = 1024 * 1024;
const limits: PieceLimits = {
  maxBatchBytes: mb,
  maxBatchRecords: 500,
  deferLineBytes: Number.POSITIVE_INFINITY,
  refuseLineBytes: 256 * mb,
};

function read(content: string, given: Partial<PieceLimits> = {}): { pieces: Piece[]; mostRead: number } {
  const file = createMemorySource(content).open('');
  let mostRead = 0;
  const counting = {
    ...file,
    read(offset: number, length: number) {
      const bytes = file.read(offset, length);
      mostRead = Math.max(mostRead, bytes.length);
      return bytes;
    },
  };
  const pieces = [...readJsonlPieces(counting, { offset: 0, inLongLine: false }, { ...limits, ...given })];
  return { pieces, mostRead };
}
const idsOf = (pieces: readonly Piece[]) => pieces.flatMap(({ records }) => records.map(({ value }) => value.id));
const text = (pieces: readonly Piece[]) => Buffer.concat(pieces.map(({ bytes }) => bytes)).toString();

describe('a long line of records glued together', () => {
  const ids = Array.from({ length: 4_000 }, (_, n) => n);
  const glued = ids.map((id) => `{"type":"say","id":${id},"text":"${'x'.repeat(10_000)}"}`).join('');

  it('is read in pieces, a part of it in memory at a time', () => {
    const { pieces, mostRead } = read(`${glued}\n{"id":"next"}\n`);
    expect(idsOf(pieces)).toEqual([...ids, 'next']);
    expect(pieces.flatMap(({ issues }) => issues)).toEqual([]);
    expect(Math.max(...pieces.map(({ bytes }) => bytes.length))).toBeLessThan(1.1 * mb);
    expect(mostRead).toBeLessThan(32 * mb);
  });

  it('is read on from the end of any piece', () => {
    const content = `${glued}\n{"id":"next"}\n`;
    const { pieces } = read(content);
    const offset = pieces.slice(0, 7).reduce((sum, { bytes }) => sum + bytes.length, 0);
    const rest = readJsonlPieces(createMemorySource(content).open(''), { offset, inLongLine: false }, limits);
    expect([...idsOf(pieces.slice(0, 7)), ...idsOf([...rest])]).toEqual([...ids, 'next']);
  });

  it('is read also when the line is longer than one record may be', () => {
    const { pieces } = read(`${glued}\n`, { refuseLineBytes: 20_000 });
    expect(idsOf(pieces)).toEqual(ids);
  });

  it('keeps to its limit of records when they are tiny, and costs linear time', () => {
    const { pieces } = read(`${'{"a":1}'.repeat(300_000)}\n`);
    expect(Math.max(...pieces.map(({ records }) => records.length))).toBe(500);
    expect(pieces.reduce((sum, { records }) => sum + records.length, 0)).toBe(300_000);
  });

  it('tells the broken part between records once', () => {
    const { pieces } = read(`${'{"a":1}'.repeat(1_000)} torn {"id":1}${'{"a":1}'.repeat(1_000)}\n`);
    expect(pieces.flatMap(({ issues }) => issues)).toMatchObject([
      { code: 'malformed-line', detail: 'not a JSON object' },
    ]);
    expect(idsOf(pieces)).toHaveLength(2_001);
  });
});

describe('a line that cannot be parsed for its size', () => {
  it('is an issue, its bytes are kept in small pieces, and the rest goes on', () => {
    const content = `{"id":1}\n{"text":"${'x'.repeat(5 * mb)}"}\n{"id":2}\n`;
    const { pieces } = read(content, { refuseLineBytes: 3 * mb });
    expect(idsOf(pieces)).toEqual([1, 2]);
    expect(pieces.flatMap(({ issues }) => issues)).toMatchObject([
      { code: 'line-too-long', detail: 'longer than is parsed', offset: 9, length: 3 * mb },
    ]);
    expect(Math.max(...pieces.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(mb);
    expect(text(pieces)).toBe(content);
  });

  it('is one whether its record is at hand or not', () => {
    const content = `{"id":1}{"text":"${'x'.repeat(3_000)}"}\n{"id":2}\n`;
    for (const maxBatchBytes of [100, mb]) {
      const { pieces } = read(content, { refuseLineBytes: 2_000, maxBatchBytes });
      expect(idsOf(pieces)).toEqual([1, 2]);
      expect(pieces.flatMap(({ issues }) => issues)).toMatchObject([{ code: 'line-too-long', offset: 8 }]);
    }
  });

  it('is an issue too when it holds more values than memory would', () => {
    const many = `{"values":[${'0,'.repeat(9_000_000)}0]}`;
    const { pieces } = read(`{"id":1}\n${many}\n{"id":2}\n`);
    expect(idsOf(pieces)).toEqual([1, 2]);
    expect(pieces.flatMap(({ issues }) => issues)).toMatchObject([
      { code: 'line-too-long', detail: 'more values than are parsed', offset: 9, length: many.length },
    ]);
  });
});

it('reads a record that is not all UTF-8, and says where it stands', () => {
  const broken = Buffer.from('{"id":"a"}\n{"id":"b","text":"bell? tower"}\n{"id":"c","text":"\\ud800 \\u0000"}\n');
  broken[broken.indexOf('?')] = 0xff;
  const { pieces } = read(broken as unknown as string);
  expect(idsOf(pieces)).toEqual(['a', 'b', 'c']);
  expect(pieces.flatMap(({ issues }) => issues)).toMatchObject([
    { code: 'malformed-line', detail: 'not UTF-8', offset: 11, excerpt: '{"id":"b","text":"bell\ufffd tower"}' },
  ]);
});
