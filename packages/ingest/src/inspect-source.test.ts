import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AgentDefinition, defineAgent } from './agent.ts';
import { inspectSource, inspectSources } from './inspect-source.ts';
import { toyAgent } from './testing/index.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'belfry-inspect-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Knows the same paths as the toy agent, and other records. */
const otherAgent = defineAgent({
  ...toyAgent,
  id: 'other',
  recognises: (record) => 'other' in record,
}) as AgentDefinition;
const agents = [{ ...toyAgent, recognises: (record) => record.type === 'say' } as AgentDefinition, otherAgent];
const say = (id: string) => `${JSON.stringify({ type: 'say', id, session: 's' })}\n`;

function write(path: string, content: string | Uint8Array): string {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

it('knows a file by its records, wherever it lies and whatever it is called', () => {
  const file = write('odd/place/transcript.jsonl', say('1') + say('2'));
  expect(inspectSource(file, { agents })).toMatchObject({
    file,
    source: { agent: 'toy', path: 'transcript.jsonl', root: join(home, 'odd/place') },
    report: { records: 2, badLines: 0 },
    issues: [],
  });
  expect(inspectSource(write('odd/b.jsonl', '{"other":1}\n'), { agents })?.source.agent).toBe('other');
  expect(inspectSource(write('odd/c.jsonl', '{"nobody":1}\n'), { agents })).toBeUndefined();
  expect(inspectSource(write('odd/c.bin', say('1')), { agents })).toBeUndefined();
});

it('knows a file by the end of its path when its records tell nothing', () => {
  const file = write('copy/talks/deep/empty.jsonl', '');
  expect(inspectSource(file, { agents })).toMatchObject({
    source: { agent: 'toy', root: join(home, 'copy'), path: 'talks/deep/empty.jsonl', session: 'deep/empty' },
    report: { records: 0 },
  });
});

it('believes the records more than the path', () => {
  expect(inspectSource(write('talks/a.jsonl', '{"other":1}\n'), { agents })?.source.agent).toBe('other');
});

it('counts a line as bad when some of it is no record, and an unfinished last one', () => {
  const file = write('talks/a.jsonl', `${say('1').trim()}${say('2')}broken\n${say('3')}{"type":"say","id`);
  const inspection = inspectSource(file, { agents });
  expect(inspection?.report).toEqual({ records: 3, badLines: 2 });
  expect(inspection?.issues).toMatchObject([{ code: 'malformed-line', excerpt: 'broken' }]);
});

it('reads compressed files, and inspects what it knows in a directory', () => {
  write('talks/a.jsonl', say('1'));
  write('talks/b.jsonl.zst', zstdCompressSync(say('1') + say('2')));
  write('talks/c.bin', 'x');
  expect([...inspectSources(home, { agents })].map(({ source, report }) => [source.path, report.records])).toEqual([
    ['talks/a.jsonl', 1],
    ['talks/b.jsonl.zst', 2],
  ]);
});

it('fails with a code when the file is not there', () => {
  expect(() => inspectSource(join(home, 'talks/none.jsonl'), { agents })).toThrow(
    expect.objectContaining({ code: 'BELFRY_SOURCE_UNREADABLE' }),
  );
});

const samples = process.env.BELFRY_SAMPLES ?? fileURLToPath(new URL('../../../../shared/samples', import.meta.url));

const counted = join(samples, 'expected.json');
const expected = (existsSync(counted) ? JSON.parse(readFileSync(counted, 'utf8')) : {}) as Record<
  string,
  { expected: object }
>;
const ours = Object.entries(expected).filter(([path]) => /^(claude|codex)\//.test(path));

it.each(ours)('counts %s as an independent reader did', (path, { expected: counts }) => {
  expect(inspectSource(join(samples, path))?.report).toMatchObject(camelCased(counts) as object);
});

/** Field names in camelCase; names of tools, models and record kinds as they are. */
function camelCased(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const isData = key === 'types' || key.endsWith('_by_name') || key === 'titles';
      return [
        key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
        isData ? child : camelCased(child),
      ];
    }),
  );
}
