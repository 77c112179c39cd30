import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLine, readUnfinishedLine } from './jsonl-records.ts';

const base = 1_000;

function line(text: string | Buffer) {
  const buffer = Buffer.from(text);
  const { records, issues } = readLine(buffer, base, 0, buffer.length);
  return {
    values: records.map(({ value }) => value),
    places: records.map(({ offset, length }) => buffer.toString('utf8', offset - base, offset - base + length)),
    issues: issues.map(({ code, detail, offset, length, excerpt }) => ({
      code,
      detail,
      at: offset - base,
      length,
      excerpt,
    })),
  };
}

describe('a line', () => {
  it('is one record', () => {
    expect(line('{"a":"ü"}')).toEqual({ values: [{ a: 'ü' }], places: ['{"a":"ü"}'], issues: [] });
  });

  it('may hold records glued together, with anything blank between', () => {
    const glued = line('{"a":"}{"}{"b":"\\"}"} \0\0 {"c":{"d":[{}]}}');
    expect(glued.values).toEqual([{ a: '}{' }, { b: '"}' }, { c: { d: [{}] } }]);
    expect(glued.places).toEqual(['{"a":"}{"}', '{"b":"\\"}"}', '{"c":{"d":[{}]}}']);
    expect(glued.issues).toEqual([]);
  });

  const next = '{"parentUuid":null,"type":"user","message":{"content":[{"type":"text","text":"x"}]}}';
  const record =
    '{"type":"assistant","message":{"type":"message","content":[{"type":"text","text":"two {\\"type\\" words"}]}}';

  it.each(Array.from({ length: record.length - 1 }, (_, n) => n + 1))(
    'torn after %i bytes and spliced is one issue and the next record',
    (cut) => {
      const torn = record.slice(0, cut);
      const spliced = line(torn + next);
      expect(spliced.values).toEqual([JSON.parse(next)]);
      expect(spliced.issues).toEqual([
        { code: 'malformed-line', detail: expect.any(String), at: 0, length: cut, excerpt: torn.slice(0, 120) },
      ]);
    },
  );

  it('keeps whole records before and after a torn one', () => {
    const mixed = line(`{"a":1}${record.slice(0, 50)}${next}{"b":2}`);
    expect(mixed.values).toEqual([{ a: 1 }, JSON.parse(next), { b: 2 }]);
    expect(mixed.issues).toHaveLength(1);
  });

  it('reports what is behind the last record', () => {
    expect(line('{"a":1} trailing').issues).toEqual([
      { code: 'malformed-line', detail: 'not a JSON object', at: 8, length: 8, excerpt: 'trailing' },
    ]);
    expect(line(`${next}{"type":"x","half`).issues).toMatchObject([{ detail: 'torn record', at: next.length }]);
  });

  it.each(['123', '"text"', '[{"a":1}]', 'null', 'plain', '{a:1}', '{"a":1,}', '}'])(
    'is no record when it is %s',
    (text) => {
      expect(line(text)).toMatchObject({
        values: [],
        issues: [{ code: 'malformed-line', at: 0, length: text.length }],
      });
    },
  );

  it('decodes bytes that are no UTF-8 with replacement and counts places in bytes', () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}{"b":1}')]);
    const { records } = readLine(bytes, 0, 0, bytes.length);
    expect(records.map(({ value, offset, length }) => [value, offset, length])).toEqual([
      [{ a: '\ufffd\ufffd' }, 0, 10],
      [{ b: 1 }, 10, 7],
    ]);
  });

  it('gives an excerpt that is safe to print', () => {
    const [issue] = line(`\u001b[31m${'🥊'.repeat(200)}`).issues;
    expect(issue?.excerpt).toMatch(/^\ufffd\[31m/);
    expect([...(issue?.excerpt ?? '')].length).toBeLessThanOrEqual(120);
    expect(issue?.excerpt.isWellFormed()).toBe(true);
  });

  it('costs linear time when it is hostile', () => {
    const hostile = Buffer.from('{"type"'.repeat(200_000));
    const { records, issues } = readLine(hostile, 0, 0, hostile.length);
    expect(records).toEqual([]);
    expect(issues).toHaveLength(1);
  });
});

describe('an unfinished last line', () => {
  it('gives the records that are complete and keeps the rest', () => {
    const buffer = Buffer.from('{"a":1} {"b":2');
    expect(readUnfinishedLine(buffer, 0, 0, buffer.length)).toMatchObject({
      records: [{ value: { a: 1 } }],
      consumed: 8,
    });
  });

  it('complains about nothing, since more may come', () => {
    const buffer = Buffer.from('not yet');
    expect(readUnfinishedLine(buffer, 0, 0, buffer.length)).toEqual({ records: [], issues: [], consumed: 0 });
  });

  it('is never a record before it is whole', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const buffer = Buffer.from(JSON.stringify(value));
        for (let end = 0; end < buffer.length; end += 1) {
          expect(readUnfinishedLine(buffer, 0, 0, end).records).toEqual([]);
        }
        expect(readUnfinishedLine(buffer, 0, 0, buffer.length).records).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });
});
