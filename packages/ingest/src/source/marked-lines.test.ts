import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../testing/memory-source.ts';
import { lastMarkedRecord, readMarkedRecords } from './marked-lines.ts';

const open = (text: string) => createMemorySource(text).open('x.jsonl');
const values = (text: string, windowBytes: number, from = 0, refuseLineBytes = 1000) =>
  [...readMarkedRecords(open(text), from, ['"usage"', '"cost"'], { refuseLineBytes, windowBytes })].map(
    ({ value }) => value,
  );

const lines = [
  '{"a":1}',
  '{"usage":{"n":1}}',
  `{"text":"${'x'.repeat(70)}"}`,
  '{ "cost" : 2 }',
  '',
  '{"quoted":"\\"usage\\""}',
  `{"usage":3,"text":"${'y'.repeat(90)}"}`,
  '{"b":2}\r',
  '  {"usage":4}{"usage":5} ',
  'torn "usage" {"type":"x","usage":6}',
];

describe('marked lines', () => {
  it('are found whatever lies between them and however much is read at once', () => {
    const text = `${lines.join('\n')}\n`;
    const expected = values(text, 100_000);
    expect(expected.map((value) => value.usage ?? value.cost)).toEqual([{ n: 1 }, 2, 3, 4, 5, 6]);
    for (let windowBytes = 1; windowBytes < 300; windowBytes++) expect(values(text, windowBytes)).toEqual(expected);
  });

  it('begin at the line asked for', () => {
    const text = `${lines.join('\n')}\n`;
    expect(values(text, 64, text.indexOf('{ "cost"'))).toHaveLength(5);
  });

  it('are read to the end of a file that ends in the middle of a line', () => {
    expect(values('{"usage":1}\n{"usage":2}', 8)).toEqual([{ usage: 1 }, { usage: 2 }]);
    expect(values('{"usage":1}\n{"usage":', 8)).toEqual([{ usage: 1 }]);
    expect(values('', 8)).toEqual([]);
    expect(values('\n\n', 8)).toEqual([]);
  });

  it('leave out a line too long to parse, and go on behind it', () => {
    const text = `{"usage":1}\n{"usage":2,"text":"${'z'.repeat(200)}"}\n{"usage":3}\n`;
    for (const windowBytes of [16, 64, 500]) {
      expect(values(text, windowBytes, 0, 100)).toEqual([{ usage: 1 }, { usage: 3 }]);
    }
  });

  it('know where they lie', () => {
    const text = '{"a":1}\n  {"usage":1}  \n';
    const [record] = readMarkedRecords(open(text), 0, ['"usage"'], { refuseLineBytes: 1000 });
    expect(text.slice(record?.offset, (record?.offset ?? 0) + (record?.length ?? 0))).toBe('{"usage":1}');
  });
});

describe('the last marked line', () => {
  const branches = (count: number) =>
    Array.from({ length: count }, (_, n) => `{"branch":"b${n}"}\n{"text":"${'x'.repeat(5000)}"}`).join('\n');

  it('is found behind any number of others', () => {
    expect(lastMarkedRecord(open(branches(40)), 0, '"branch"')?.value).toEqual({ branch: 'b39' });
    const far = `{"branch":"b0"}\n${'{"text":"y"}\n'.repeat(40_000)}`;
    expect(lastMarkedRecord(open(far), 0, '"branch"')?.value).toEqual({ branch: 'b0' });
  });

  it('is one that can be read', () => {
    const text = '{"branch":"a"}\n{"branch":"b"}\n{"branch":"c\n{"branch":';
    expect(lastMarkedRecord(open(text), 0, '"branch"')?.value).toEqual({ branch: 'b' });
  });

  it('is none where there is none, or only before the place asked for', () => {
    expect(lastMarkedRecord(open('{"a":1}\n'), 0, '"branch"')).toBeUndefined();
    expect(lastMarkedRecord(open('{"branch":"a"}\n{"a":1}\n'), 15, '"branch"')).toBeUndefined();
  });
});
