import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import type { SourceRef } from '@belfry/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ReadOptions, readSource } from './read-source.ts';
import { type OpenSource, openSourceFile } from './source/source-file.ts';
import { createMemorySink, createMemorySource, createSourceReader, toyAgent } from './testing/index.ts';

let root: string;
let counts: { opened: number; bytesRead: number };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'belfry-read-'));
  counts = { opened: 0, bytesRead: 0 };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const say = (id: string, text = '') => `${JSON.stringify({ type: 'say', id, session: 's', text })}\n`;

function toySource(path = 'talks/a.jsonl'): SourceRef {
  const kind = toyAgent.classify(path);
  if (!kind) throw new Error(`${path} is no toy source`);
  return { machine: 'here', root, path, agent: 'toy', ...kind };
}

function write(content: string | Uint8Array, path = 'talks/a.jsonl'): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const counting: OpenSource = (path) => {
  const file = openSourceFile(path);
  counts.opened += 1;
  return {
    ...file,
    read(offset, length) {
      const bytes = file.read(offset, length);
      counts.bytesRead += bytes.length;
      return bytes;
    },
  };
};

function reader(path = 'talks/a.jsonl', nowMs = Date.now()) {
  const sink = createMemorySink();
  const source = toySource(path);
  const file = join(root, path);
  return {
    read(options?: ReadOptions) {
      const deps = { agent: toyAgent, open: counting, archived: sink.archived, clock: { now: () => nowMs } };
      const reading = readSource(deps, source, sink.cursor(source), options);
      for (let step = reading.next(); ; step = reading.next()) {
        if (step.done) return step.value;
        sink.apply(step.value);
      }
    },
    ids: () => sink.facts(file).map((fact) => (fact.type === 'message' ? fact.key : fact.type)),
    issues: () => sink.issues(file).map(({ code, detail }) => `${code}: ${detail}`),
    text: () => sink.bytes(file).toString(),
    cursor: () => sink.cursor(source),
    applied: sink.applied,
  };
}

describe('a file that grows', () => {
  it('costs its new bytes and a bounded look at the old ones', () => {
    const file = write(Array.from({ length: 20_000 }, (_, n) => say(String(n), 'x'.repeat(100))).join(''));
    const a = reader();
    a.read();
    counts.bytesRead = 0;
    appendFileSync(file, say('new'));
    expect(a.read()).toEqual({ status: 'read' });
    expect(counts.bytesRead).toBeLessThanOrEqual(say('new').length + 5 * 4096);
    expect(a.applied.at(-1)?.bytes.toString()).toBe(say('new'));
  });

  it('is not read when nothing has changed', () => {
    write(say('1'));
    const a = reader();
    a.read();
    counts.bytesRead = 0;
    expect(a.read()).toEqual({ status: 'unchanged' });
    expect(counts.bytesRead).toBe(0);
  });

  it('keeps what is no line yet, each time anew, and reports it once the file has long been quiet', () => {
    const file = write(`${say('1')}{"type":"say"`);
    const a = reader();
    a.read();
    expect(Buffer.from(a.applied.at(-1)?.pending ?? []).toString()).toBe('{"type":"say"');
    appendFileSync(file, ',"id":"2"');
    a.read();
    expect(a.applied.at(-1)?.bytes).toHaveLength(0);
    expect(Buffer.from(a.applied.at(-1)?.pending ?? []).toString()).toBe('{"type":"say","id":"2"');
    expect(a.issues()).toEqual([]);
    const later = reader('talks/a.jsonl', Date.now() + 3_600_000);
    later.read();
    expect(later.issues()).toEqual(['partial-line: last line without end']);
  });

  it('is read on from the middle of an import that was cut off', () => {
    write(Array.from({ length: 100 }, (_, n) => say(String(n))).join(''));
    const a = reader();
    const source = toySource();
    const reading = readSource({ agent: toyAgent, open: counting }, source, undefined, { maxBatchBytes: 500 });
    const first = reading.next();
    reading.return({ status: 'read' });
    if (first.done) throw new Error('no batch');
    const rest = readSource({ agent: toyAgent }, source, first.value.to);
    const facts = [...first.value.facts, ...[...rest].flatMap((batch) => batch.facts)];
    a.read();
    expect(facts).toHaveLength(100);
  });
});

describe('a changed past', () => {
  it('of a file cut short begins a new generation', () => {
    const file = write(say('1') + say('2') + say('3'));
    const a = reader();
    a.read();
    truncateSync(file, say('1').length);
    a.read();
    expect(a.cursor()?.generation).toBe(2);
    expect(a.ids()).toEqual(['1']);
    expect(a.issues()).toEqual(['past-rewritten: truncated']);
    truncateSync(file, 0);
    a.read();
    expect(a.cursor()).toMatchObject({ generation: 3, offset: 0 });
    appendFileSync(file, say('4'));
    a.read();
    expect(a.ids()).toEqual(['4']);
  });

  it('of the same length is noticed byte for byte', () => {
    const old = Array.from({ length: 5_000 }, (_, n) => say(String(n), 'abc')).join('');
    // A place between the sampled blocks.
    const at = old.indexOf('abc', 70_000);
    const file = write(old);
    const a = reader();
    a.read();
    writeFileSync(file, `${old.slice(0, at)}xyz${old.slice(at + 3)}`);
    a.read();
    expect(a.cursor()?.generation).toBe(2);
    expect(a.issues()).toEqual(['past-rewritten: rewritten']);
    expect(a.text()).toContain('xyz');
  });

  it('with its old time stamp put back is noticed by a verification', () => {
    const old = say('1', 'abc');
    const file = write(old);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    const a = reader();
    a.read();
    writeFileSync(file, old.replace('abc', 'xyz'));
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    expect(a.read()).toEqual({ status: 'unchanged' });
    a.read({ verify: true });
    expect(a.cursor()?.generation).toBe(2);
    expect(a.read({ verify: true })).toEqual({ status: 'unchanged' });
  });

  it('is no change when the file is replaced by itself and more', () => {
    const file = write(say('1'));
    const a = reader();
    a.read();
    writeFileSync(`${file}.new`, say('1') + say('2'));
    renameSync(`${file}.new`, file);
    a.read();
    expect(a.cursor()?.generation).toBe(1);
    expect(a.applied.map((batch) => batch.bytes.toString())).toEqual([say('1'), say('2')]);
  });

  it('is no change when the file is only touched: its stamp is taken, nothing else', () => {
    const file = write(say('1'));
    const a = reader();
    a.read();
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    expect(a.read()).toEqual({ status: 'read' });
    expect(a.applied.at(-1)).toMatchObject({ facts: [], issues: [], from: { generation: 1 }, to: { generation: 1 } });
    expect(a.applied.at(-1)?.bytes).toHaveLength(0);
    expect(a.read()).toEqual({ status: 'unchanged' });
  });
});

describe('a long line', () => {
  const long = say('long', 'x'.repeat(5_000));
  const limits = { maxBatchBytes: 1_000, refuseLineBytes: 2_000 };

  it('is left to somebody with time, and nothing before it is', () => {
    write(say('1') + long + say('2'));
    const a = reader();
    expect(a.read({ deferLineBytes: 2_000 })).toEqual({ status: 'deferred' });
    expect(a.ids()).toEqual(['1']);
    expect(a.read({ deferLineBytes: 2_000 })).toEqual({ status: 'deferred' });
    expect(a.read()).toEqual({ status: 'read' });
    expect(a.ids()).toEqual(['1', 'long', '2']);
  });

  it('that begins another past is left to somebody who need not look for that past again', () => {
    const other = say('other', 'y'.repeat(4_999));
    expect(other).toHaveLength(long.length);
    const file = write(long + say('1'));
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    const a = reader();
    a.read();
    write(other + say('2'));
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    expect(a.read({ deferLineBytes: 2_000 })).toEqual({ status: 'unchanged' });
    expect(a.read({ deferLineBytes: 2_000, verify: true })).toEqual({ status: 'deferred' });
    expect(a.read()).toEqual({ status: 'read' });
    expect(a.ids()).toEqual(['other', '2']);
    expect(a.issues()).toEqual(['past-rewritten: rewritten']);
  });

  it('beyond what is parsed is an issue with its bytes kept', () => {
    const content = say('1') + long + say('2');
    write(content);
    const a = reader();
    a.read(limits);
    expect(a.ids()).toEqual(['1', '2']);
    expect(a.issues()).toEqual(['line-too-long: longer than is parsed']);
    expect(a.text()).toBe(content);
  });

  it('gives the same however it came', () => {
    const content = Buffer.from(say('1') + long + say('2') + long + say('3'));
    const whole = createSourceReader(toyAgent, toySource(), createMemorySource(content).open);
    whole.read(limits);
    for (let cut = 0; cut < content.length; cut += 97) {
      const memory = createMemorySource(content.subarray(0, cut));
      const parts = createSourceReader(toyAgent, toySource(), memory.open);
      parts.read(limits);
      memory.append(content.subarray(cut));
      parts.read(limits);
      expect(parts.facts()).toEqual(whole.facts());
      expect(parts.issues(), String(cut)).toEqual(whole.issues());
      expect(parts.bytes().equals(content)).toBe(true);
    }
  });
});

describe('other kinds of files', () => {
  it('a document is one record, and a rewritten one a new generation without complaint', () => {
    const file = write('{"type":"say",\n"id":"1","session":"s"}', 'talks/a.json');
    const a = reader('talks/a.json');
    a.read();
    writeFileSync(file, '\ufeff{"type":"say","id":"2","session":"s"}\n');
    a.read();
    expect(a.ids()).toEqual(['2']);
    expect(a.cursor()?.generation).toBe(2);
    expect(a.issues()).toEqual([]);
  });

  it('a half-written document is waited for, then reported with its bytes kept', () => {
    write('{"type":"say","id":', 'talks/a.json');
    expect(reader('talks/a.json').read()).toEqual({ status: 'torn' });
    const later = reader('talks/a.json', Date.now() + 10_000);
    expect(later.read()).toEqual({ status: 'read' });
    expect(later.issues()).toEqual(['malformed-line: not a JSON object']);
    expect(Buffer.from(later.applied[0]?.pending ?? []).toString()).toBe('{"type":"say","id":');
    write('{"type":"say","id":"1","session":"s"}', 'talks/a.json');
    later.read();
    expect(later.ids()).toEqual(['1']);
  });

  it('bytes nobody understands are kept', () => {
    write('plain '.repeat(1_000), 'talks/a.txt');
    const a = reader('talks/a.txt');
    a.read({ maxBatchBytes: 700 });
    expect(a.text()).toBe('plain '.repeat(1_000));
    expect(a.ids()).toEqual([]);
  });

  it('compressed lines are read in decompressed places, and go on when compressed again with more', () => {
    const lines = Array.from({ length: 200 }, (_, n) => say(String(n)));
    const file = write(zstdCompressSync(lines.join('')), 'talks/a.jsonl.zst');
    const a = reader('talks/a.jsonl.zst');
    a.read({ maxBatchBytes: 1_000 });
    expect(a.ids()).toHaveLength(200);
    expect(a.text()).toBe(lines.join(''));
    writeFileSync(file, zstdCompressSync(lines.join('') + say('more')));
    a.read();
    expect(a.cursor()?.generation).toBe(1);
    expect(a.applied.at(-1)?.bytes.toString()).toBe(say('more'));
    expect(a.read()).toEqual({ status: 'unchanged' });
  });

  it('a corrupt compressed file is an issue, once', () => {
    const packed = zstdCompressSync(say('1').repeat(1_000));
    write(packed.subarray(0, packed.length - 7), 'talks/a.jsonl.zst');
    const a = reader('talks/a.jsonl.zst');
    a.read();
    expect(a.issues()).toEqual([expect.stringMatching(/^corrupt-compression: /)]);
    expect(a.read()).toEqual({ status: 'unchanged' });
    write(packed, 'talks/a.jsonl.zst');
    a.read();
    expect(a.ids()).toHaveLength(1_000);
  });

  it('a missing file is missing, and what is no file is named', () => {
    expect(reader().read()).toEqual({ status: 'missing' });
    mkdirSync(join(root, 'talks/a.jsonl'), { recursive: true });
    const a = reader();
    expect(a.read()).toEqual({ status: 'unreadable', error: 'EISDIR' });
    expect(a.issues()).toEqual(['unreadable: EISDIR']);
    expect(a.read()).toEqual({ status: 'unreadable', error: 'EISDIR' });
    expect(a.applied).toHaveLength(1);
  });

  it('an empty file is known, with nothing in it', () => {
    write('');
    const a = reader();
    a.read();
    expect(a.cursor()).toMatchObject({ generation: 1, offset: 0 });
    expect(a.read()).toEqual({ status: 'unchanged' });
  });
});

it('a parser that fails loses one record and says which', () => {
  write(say('1') + say('bad') + say('2'));
  const failing = {
    ...toyAgent,
    parse(state: unknown, record: Parameters<typeof toyAgent.parse>[1]) {
      if (record.value.id === 'bad') throw new Error('broken promise');
      return toyAgent.parse(state as { lines: number }, record);
    },
  };
  const [batch] = [...readSource({ agent: failing }, toySource(), undefined)];
  expect(batch?.facts).toHaveLength(2);
  expect(batch?.issues).toMatchObject([
    { code: 'wrong-shape', detail: 'parser of toy failed: broken promise', offset: say('1').length },
  ]);
});

it('reads the same from any damaged file in any pieces, without throwing, and keeps every byte', () => {
  const whole = Buffer.from(say('1', 'ü "{" \\') + say('2', '}{') + say('3') + say('4'));
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255), fc.constantFrom('set', 'drop', 'double')), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      damage,
      fc.array(fc.nat(whole.length), { maxLength: 6 }),
      fc.integer({ min: 1, max: 90 }),
      (hits, cuts, batch) => {
        let bytes = Buffer.from(whole);
        for (const [at, value, how] of hits) {
          if (how === 'set') bytes[at % bytes.length] = value;
          else if (how === 'drop') bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 9)]);
          else bytes = Buffer.concat([bytes.subarray(0, at + 9), bytes.subarray(at)]);
          if (bytes.length === 0) return;
        }
        const once = createSourceReader(toyAgent, toySource(), createMemorySource(bytes).open);
        once.read();
        const memory = createMemorySource();
        const pieces = createSourceReader(toyAgent, toySource(), memory.open);
        for (const cut of [...cuts.filter((cut) => cut <= bytes.length), bytes.length].sort((a, b) => a - b)) {
          memory.append(bytes.subarray(memory.bytes().length, cut));
          pieces.read({ maxBatchBytes: batch, maxBatchRecords: 2 });
        }
        expect(pieces.facts()).toEqual(once.facts());
        expect(pieces.issues()).toEqual(once.issues());
        expect(Buffer.concat([pieces.bytes(), pieces.batches.at(-1)?.pending ?? Buffer.alloc(0)]).equals(bytes)).toBe(
          true,
        );
      },
    ),
    { numRuns: 400 },
  );
});
