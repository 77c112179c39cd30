import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BelfryError } from '@belfry/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { discoverSources } from './discover.ts';
import { type ImportProgress, importSources } from './import-sources.ts';
import { createMemorySink, toyAgent } from './testing/index.ts';

let home: string;
const say = (id: string) => `${JSON.stringify({ type: 'say', id, session: 's' })}\n`;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'belfry-import-'));
  mkdirSync(join(home, '.toy/talks'), { recursive: true });
  for (let n = 0; n < 5; n += 1) {
    const file = join(home, '.toy/talks', `${n}.jsonl`);
    writeFileSync(file, say('1').repeat(50));
    utimesSync(file, 1_700_000_000 + n, 1_700_000_000 + n);
  }
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function found() {
  const environment = { home, platform: 'linux', env: {} } as const;
  return (await discoverSources({ agents: [toyAgent], environment, machine: 'here' })).sources;
}

it('imports newest first and counts files and bytes to the end', async () => {
  const sink = createMemorySink();
  const seen: ImportProgress[] = [];
  const report = await importSources({
    agents: [toyAgent],
    sink,
    sources: await found(),
    onProgress: (progress) => seen.push({ ...progress }),
  });
  expect(sink.sources().map(({ file }) => file.at(-7))).toEqual(['4', '3', '2', '1', '0']);
  expect(report).toMatchObject({ filesDone: 5, filesTotal: 5, bytesDone: report.bytesTotal, failed: [] });
  expect(seen.at(-1)).toMatchObject({ filesDone: 5 });
  expect(seen.every((progress, n) => n === 0 || progress.bytesDone >= (seen[n - 1]?.bytesDone ?? 0))).toBe(true);
});

it('waits for a full disk and loses nothing', async () => {
  const sink = createMemorySink();
  let refusals = 3;
  const apply = sink.apply;
  sink.apply = (batch) => {
    if (sink.applied.length === 2 && refusals-- > 0) throw new BelfryError('BELFRY_DISK_FULL', 'full');
    return apply(batch);
  };
  const report = await importSources({ agents: [toyAgent], sink, sources: await found(), retryMs: 1 });
  expect(report).toMatchObject({ filesDone: 5, bytesDone: report.bytesTotal, failed: [] });
  expect(sink.sources()).toHaveLength(5);
});

it('reports a source that fails and imports the others', async () => {
  const sink = createMemorySink();
  const apply = sink.apply;
  sink.apply = (batch) => {
    if (batch.source.path.endsWith('3.jsonl')) throw new Error('no');
    return apply(batch);
  };
  const report = await importSources({ agents: [toyAgent], sink, sources: await found() });
  expect(report.failed).toMatchObject([
    { file: join(home, '.toy/talks/3.jsonl'), code: 'BELFRY_INTERNAL', message: 'no' },
  ]);
  expect(sink.sources()).toHaveLength(4);
});

it('verifies what was read before when asked', async () => {
  const sink = createMemorySink();
  const sources = await found();
  await importSources({ agents: [toyAgent], sink, sources });
  const file = join(home, '.toy/talks/2.jsonl');
  writeFileSync(file, say('2').repeat(50));
  utimesSync(file, 1_700_000_002, 1_700_000_002);
  await importSources({ agents: [toyAgent], sink, sources });
  expect(sink.applied).toHaveLength(5);
  await importSources({ agents: [toyAgent], sink, sources, verify: true });
  expect(sink.issues(file)).toMatchObject([{ code: 'past-rewritten' }]);
});

it('ends between two batches when told, and the next import does the rest', async () => {
  const sink = createMemorySink();
  const abort = new AbortController();
  const sources = await found();
  await importSources({
    agents: [toyAgent],
    sink,
    sources,
    signal: abort.signal,
    onProgress: ({ filesDone }) => filesDone === 2 && abort.abort(),
  });
  expect(sink.sources()).toHaveLength(2);
  await importSources({ agents: [toyAgent], sink, sources });
  expect(sink.sources()).toHaveLength(5);
  expect(sink.applied).toHaveLength(5);
});
