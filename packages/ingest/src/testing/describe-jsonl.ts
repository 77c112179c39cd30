import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import type { AgentDefinition } from '../agent.ts';
import type { Fixture } from './fixture.ts';
import { createMemorySource } from './memory-source.ts';
import { createRandom } from './mutated-records.ts';
import { toPlacelessFacts } from './placeless-facts.ts';
import { createSourceReader, type SourceReader } from './source-reader.ts';

/** Fixtures up to this size are split at every byte, larger ones at so many sampled bytes. */
const everyByteLimit = 6_000;
const sampledSplits = 250;

/** What holds for an append-only file of JSON lines however it is written, broken, cut and replaced. */
export function describeJsonlFile(agent: AgentDefinition, fixture: Fixture, unknownRecord: string): void {
  const { bytes, source } = fixture;
  const lines = bytes.toString('utf8').split('\n').filter(isJson);
  const whole = readOnce(bytes);
  /** The fixture's whole records, one a line: what the layouts below vary. */
  const tidy = readOnce(`${lines.join('\n')}\n`);

  function readOnce(content: Uint8Array | string): SourceReader {
    const reader = createSourceReader(agent, source, createMemorySource(content).open);
    reader.read();
    return reader;
  }

  /** Reads content that arrives in pieces, after each of them. */
  function readGrowing(pieces: readonly (Uint8Array | string)[]): SourceReader {
    const memory = createMemorySource();
    const reader = createSourceReader(agent, source, memory.open);
    for (const piece of pieces) {
      memory.append(piece);
      reader.read();
    }
    return reader;
  }

  function expectSame(reader: SourceReader, other: SourceReader, hint: string): void {
    const told = (one: SourceReader) => {
      const { state, checks } = one.cursor() ?? {};
      return { facts: one.facts(), issues: one.issues(), state, checks };
    };
    // The slower comparison is the one that tells what differs.
    if (!isDeepStrictEqual(told(reader), told(other))) expect(told(reader), hint).toStrictEqual(told(other));
  }

  it('says the same whole or split at any byte', () => {
    for (const at of splitPoints(bytes)) {
      expectSame(readGrowing([bytes.subarray(0, at), bytes.subarray(at)]), whole, `split at ${at}`);
    }
  });

  it('says the same in any batches, also when reading stops between them', () => {
    for (const maxBatchRecords of [1, 3]) {
      const reader = createSourceReader(agent, source, createMemorySource(bytes).open);
      reader.read({ maxBatchRecords, maxBatchBytes: 700 });
      expectSame(reader, whole, `batches of ${maxBatchRecords}`);
      expect(reader.bytes().equals(whole.bytes())).toBe(true);
      for (const batch of reader.batches.slice(0, -1)) {
        const rest = createSourceReader(agent, source, createMemorySource(bytes).open);
        rest.batches.push(...reader.batches.slice(0, reader.batches.indexOf(batch) + 1));
        rest.read();
        expectSame(rest, whole, `stopped at ${batch.to.offset}`);
      }
    }
  });

  it('reads CRLF, a byte order mark, blank lines and NUL runs', () => {
    const plain = toPlacelessFacts(tidy.facts());
    const layouts = {
      crlf: lines.join('\r\n'),
      mark: `\ufeff${lines.join('\n')}\n`,
      blank: `\n\n${lines.join('\n\n  \n')}\n\n`,
      nul: `${lines.map((line) => `\0\0\0${line}\0\0`).join('\n')}\n`,
    };
    for (const [name, content] of Object.entries(layouts)) {
      expect(toPlacelessFacts(readOnce(content).facts()), name).toEqual(plain);
    }
  });

  it('reads records glued on one line without complaint', () => {
    const glued = readOnce(`${lines.join('')}\n`);
    expect(toPlacelessFacts(glued.facts())).toEqual(toPlacelessFacts(tidy.facts()));
    expect(glued.issues().filter((issue) => issue.code === 'malformed-line')).toHaveLength(malformed(tidy));
  });

  it('takes a last line without line end once it is complete, and waits while it is not', () => {
    const complete = lines.join('\n');
    const last = Buffer.byteLength(lines.at(-1) ?? '');
    const cut = Buffer.byteLength(complete) - Math.ceil(last / 2);
    const waiting = readOnce(Buffer.from(complete).subarray(0, cut));
    expect(toPlacelessFacts(waiting.facts())).toEqual(
      toPlacelessFacts(readOnce(lines.slice(0, -1).join('\n')).facts()),
    );
    expect(waiting.batches.at(-1)?.pending.length).toBe(last - Math.ceil(last / 2));
    expect(toPlacelessFacts(readOnce(complete).facts())).toEqual(toPlacelessFacts(tidy.facts()));
  });

  it('reports a torn record once and reads the record spliced to it', () => {
    const first = lines[0] ?? '';
    const torn = first.slice(0, Math.floor(first.length * 0.6));
    const spliced = readOnce(`${torn}${lines.join('\n')}\n`);
    expect(toPlacelessFacts(spliced.facts())).toEqual(toPlacelessFacts(tidy.facts()));
    expect(malformed(spliced)).toBe(malformed(tidy) + 1);
  });

  it('reports a line that is no JSON with its place, and reads on', () => {
    const broken = '{"half": "a li\u0007ne", oops';
    const at = Buffer.byteLength(`${lines[0]}\n`);
    const reader = readOnce([lines[0], broken, ...lines.slice(1)].join('\n'));
    expect(toPlacelessFacts(reader.facts())).toEqual(toPlacelessFacts(tidy.facts()));
    const issue = reader.issues().find((found) => found.code === 'malformed-line' && found.offset === at);
    expect(issue).toMatchObject({ length: broken.length, excerpt: broken.replace('\u0007', '\ufffd') });
  });

  it('counts a record of unknown kind and reads on', () => {
    const reader = readOnce([...lines, unknownRecord].join('\n'));
    const added = reader.issues().filter((issue) => issue.code === 'unknown-record');
    expect(added.length).toBe(tidy.issues().filter((issue) => issue.code === 'unknown-record').length + 1);
    expect(added.at(-1)?.detail).not.toBe('');
  });

  it('begins a new generation when the file is cut, rewritten or replaced, and none when it is replaced by more', () => {
    const half = lines.slice(0, Math.ceil(lines.length / 2)).join('\n');
    const other = Buffer.from(bytes);
    // Inside the first record's text, so that the length stays and the content does not.
    other[Math.min(20, other.length - 1)] = 0x7e;
    const more = `${lines.join('\n')}\n${unknownRecord}\n`;
    const changes = [
      { does: 'cut', to: half, by: 'rewrite', generation: half.length < bytes.length - 1 ? 2 : 1 },
      { does: 'rewritten in place', to: other, by: 'rewrite', generation: 2 },
      { does: 'rewritten and longer', to: Buffer.concat([other, Buffer.from('\n{}\n')]), by: 'rewrite', generation: 2 },
      { does: 'replaced by another', to: `{}\n${more}`, by: 'replace', generation: 2 },
      { does: 'replaced by more', to: more, by: 'replace', generation: 1 },
    ] as const;
    for (const change of changes) {
      const memory = createMemorySource(`${lines.join('\n')}\n`);
      const reader = createSourceReader(agent, source, memory.open);
      reader.read();
      memory[change.by](change.to);
      reader.read();
      const fresh = readOnce(change.to);
      expect(reader.cursor()?.generation, change.does).toBe(change.generation);
      expect(reader.facts(), change.does).toEqual(fresh.facts());
      expect(reader.bytes().equals(fresh.bytes()), change.does).toBe(true);
      const rewritten = reader.issues().filter((issue) => issue.code === 'past-rewritten');
      expect(rewritten, change.does).toHaveLength(change.generation - 1);
    }
  });
}

function isJson(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    // A damaged line of the fixture; the golden file shows what it gives.
    return false;
  }
}

function malformed(reader: SourceReader): number {
  return reader.issues().filter((issue) => issue.code === 'malformed-line').length;
}

function splitPoints(bytes: Buffer): number[] {
  if (bytes.length <= everyByteLimit) return Array.from({ length: bytes.length + 1 }, (_, at) => at);
  const random = createRandom(bytes.length);
  const points = new Set<number>();
  while (points.size < sampledSplits) points.add(Math.floor(random() * bytes.length));
  for (let at = bytes.indexOf(0x0a), n = 0; at >= 0 && n < 40; at = bytes.indexOf(0x0a, at + 1), n += 1) {
    for (const near of [at, at + 1]) points.add(near);
  }
  return [...points].sort((a, b) => a - b);
}
