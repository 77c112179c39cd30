import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agents, createContentReader, createSourceParser, discoverSources, importSources } from '@belfry/ingest';
import { openArchiveWriter } from '@belfry/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createArchiveSink } from '../archive-sink.ts';
import { readUnjudged } from './unjudged.ts';

const machine = 'tower';
const hourMs = 3_600_000;
const native = '11111111-1111-4111-8111-111111111111';
const old = Date.UTC(2026, 0, 1);
const parser = createSourceParser(agents);
let home: string;
let archive: ReturnType<typeof openArchiveWriter>;
/** The lines are of the hour in which their file was written, whenever that is. */
let nowMs: number;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'belfry-unjudged-'));
  archive = openArchiveWriter({ path: join(home, 'archive.db'), content: createContentReader(agents) });
});
afterEach(() => {
  archive.close();
  rmSync(home, { recursive: true, force: true });
});

async function importPrompts(toTimes: (nowMs: number) => number[]): Promise<void> {
  const project = join(home, '.claude/projects/-quartz');
  mkdirSync(project, { recursive: true });
  const file = join(project, `${native}.jsonl`);
  writeFileSync(file, '');
  nowMs = statSync(file).mtimeMs;
  const lines = toTimes(nowMs).map((at, index) =>
    JSON.stringify({
      type: 'user',
      uuid: `u${index}`,
      parentUuid: null,
      sessionId: native,
      timestamp: new Date(at).toISOString(),
      cwd: '/quartz',
      message: { role: 'user', content: `prompt ${index}` },
    }),
  );
  writeFileSync(file, `${lines.join('\n')}\n`);
  const { sources } = await discoverSources({ agents, machine, environment: { home, platform: 'linux', env: {} } });
  const report = await importSources({ agents, sink: createArchiveSink(archive, machine, () => {}), sources });
  expect(report.failed).toEqual([]);
}

const unjudged = (judged: Parameters<typeof readUnjudged>[0]['judged'] = [], atMs = nowMs) => [
  ...readUnjudged({ archive, parser, machine, judged, nowMs: atMs }),
];
const prompts = (told: ReturnType<typeof unjudged>) =>
  told.flatMap(({ facts }) => facts.flatMap((fact) => (fact.type === 'message' ? fact.preview : [])));

it('what was imported and not judged is told from the archive, without what is long over', async () => {
  await importPrompts((now) => [old, now - 2_000, now - 1_000]);
  const told = unjudged();
  expect(prompts(told)).toEqual(['prompt 1', 'prompt 2']);
  expect(told).toMatchObject([{ agent: 'claude', from: 0 }]);
});

it('what was judged is not told again', async () => {
  await importPrompts((now) => [now - 3_000, now - 2_000, now - 1_000]);
  const [whole] = unjudged();
  if (whole === undefined) throw new Error('Nothing was told');
  const point = { root: whole.root, path: whole.path, generation: whole.generation };
  expect(unjudged([{ ...point, offset: whole.to }])).toEqual([]);
  const second = whole.facts.find((fact) => fact.type === 'message' && fact.preview === 'prompt 1');
  const offset = second?.span.offset ?? 0;
  const rest = unjudged([{ ...point, offset }]);
  expect(prompts(rest)).toEqual(['prompt 1', 'prompt 2']);
  expect(rest).toMatchObject([{ from: offset, to: whole.to }]);
});

it('of a past that was given up nothing counts as judged', async () => {
  await importPrompts((now) => [now - 1_000]);
  const [{ root = '', path = '', to = 0 } = {}] = unjudged();
  expect(prompts(unjudged([{ root, path, generation: 7, offset: to }]))).toEqual(['prompt 0']);
});

it('files nobody has written lately are not read', async () => {
  await importPrompts((now) => [now - 1_000]);
  archive.read = () => {
    throw new Error('It was read');
  };
  expect(unjudged([], nowMs + 24 * hourMs)).toEqual([]);
});
