import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BelfryError } from '@belfry/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLiveIngest, type LiveIngest, type LiveIngestOptions } from './live-ingest.ts';
import { openSourceFile } from './source/source-file.ts';
import { createMemorySink, type MemorySink, toyAgent } from './testing/index.ts';
import type { FoundSource } from './walk-place.ts';

let home: string;
let sink: MemorySink;
let live: LiveIngest | undefined;
let opened: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'belfry-live-'));
  sink = createMemorySink();
  opened = [];
});

afterEach(async () => {
  await live?.stop();
  rmSync(home, { recursive: true, force: true });
});

const talk = (name: string) => join(home, '.toy/talks', name);
const say = (id: string, text = '') => `${JSON.stringify({ type: 'say', id, session: 's', text })}\n`;

function write(file: string, content: string, ageMs = 0): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  if (ageMs > 0) utimesSync(file, new Date(Date.now() - ageMs), new Date(Date.now() - ageMs));
}

async function start(options: Partial<LiveIngestOptions> = {}): Promise<LiveIngest> {
  live = createLiveIngest({
    agents: [toyAgent],
    environment: { home, platform: 'linux', env: {} },
    machine: 'here',
    sink,
    open(path) {
      opened.push(path);
      return openSourceFile(path);
    },
    ...options,
  });
  await live.start();
  return live;
}

/** Resolves when `condition` holds; looked at after every change of the sink and, for what is not told, often. */
function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(look, 20);
    function look(): void {
      if (!condition()) return;
      clearInterval(timer);
      sink.onChange = undefined;
      resolve();
    }
    sink.onChange = look;
    look();
  });
}

const ids = (file: string) => sink.facts(file).map((fact) => (fact.type === 'message' ? fact.key : fact.type));
const dayMs = 86_400_000;

it('reads what is there, then each appended line', async () => {
  write(talk('a.jsonl'), say('1'));
  await start();
  await until(() => ids(talk('a.jsonl')).length === 1);
  for (const id of ['2', '3', '4']) {
    appendFileSync(talk('a.jsonl'), say(id));
    await until(() => ids(talk('a.jsonl')).includes(id));
  }
  expect(ids(talk('a.jsonl'))).toEqual(['1', '2', '3', '4']);
});

it('finds files in a tree of directories that appears, also those that lie in it already', async () => {
  write(talk('a.jsonl'), say('1'));
  await start();
  mkdirSync(join(home, 'aside/deep/deeper'), { recursive: true });
  writeFileSync(join(home, 'aside/deep/deeper/b.jsonl'), say('1'));
  renameSync(join(home, 'aside'), talk('new'));
  await until(() => ids(talk('new/deep/deeper/b.jsonl')).length === 1);
  write(talk('new/deep/deeper/c.jsonl'), say('1'));
  await until(() => ids(talk('new/deep/deeper/c.jsonl')).length === 1);
});

it('waits for a root none of whose parents exists', async () => {
  rmSync(home, { recursive: true });
  await start();
  expect(live?.status().roots).toMatchObject([{ state: 'missing', via: 'default' }]);
  write(talk('a.jsonl'), say('1'));
  await until(() => ids(talk('a.jsonl')).length === 1);
  appendFileSync(talk('a.jsonl'), say('2'));
  await until(() => ids(talk('a.jsonl')).length === 2);
});

it('loses nothing in a burst and needs fewer reads than lines', async () => {
  write(talk('a.jsonl'), '');
  await start();
  await live?.whenIdle();
  opened.length = 0;
  for (let n = 0; n < 2_000; n += 1) appendFileSync(talk('a.jsonl'), say(String(n)));
  await until(() => sink.facts(talk('a.jsonl')).length === 2_000);
  expect(ids(talk('a.jsonl'))).toEqual(Array.from({ length: 2_000 }, (_, n) => String(n)));
  expect(opened.length).toBeLessThan(1_000);
});

it('reads a line that is written in many pieces few times', async () => {
  write(talk('a.jsonl'), say('1'));
  await start();
  await until(() => ids(talk('a.jsonl')).length === 1);
  opened.length = 0;
  const long = say('2', 'x'.repeat(2_000_000));
  for (let at = 0; at < long.length; at += 10_000) {
    appendFileSync(talk('a.jsonl'), long.slice(at, at + 10_000));
    await new Promise(setImmediate);
  }
  await until(() => ids(talk('a.jsonl')).length === 2);
  expect(opened.length).toBeLessThan(100);
});

it('reads a constantly written file while it is being written', async () => {
  write(talk('a.jsonl'), '');
  await start();
  let written = 0;
  const writer = setInterval(() => appendFileSync(talk('a.jsonl'), say(String(written++))), 2);
  await until(() => ids(talk('a.jsonl')).length > 20);
  expect(written).toBeLessThan(200);
  clearInterval(writer);
});

it('opens nothing on a second start when nothing has changed', async () => {
  for (let n = 0; n < 50; n += 1) write(talk(`${n % 5}/${n}.jsonl`), say('1'), n * dayMs);
  await start();
  await until(() => sink.sources().length === 50);
  await live?.stop();
  opened.length = 0;
  const batches = sink.applied.length;
  await start();
  await live?.rescan();
  expect(opened).toEqual([]);
  expect(sink.applied).toHaveLength(batches);
  expect(live?.status()).toMatchObject({ phase: 'watching', sources: 50, queued: 0, backlog: { files: 0 } });
});

it('reads on where it stopped, after lines came while it was away', async () => {
  write(talk('a.jsonl'), say('1'));
  await start();
  await until(() => ids(talk('a.jsonl')).length === 1);
  await live?.stop();
  appendFileSync(talk('a.jsonl'), say('2'));
  await start();
  await until(() => ids(talk('a.jsonl')).length === 2);
  expect(sink.applied.at(-1)?.bytes.toString()).toBe(say('2'));
});

it('leaves old sources to the composition, newest first, and takes note of what it read', async () => {
  write(talk('old.jsonl'), say('1'), 30 * dayMs);
  write(talk('older.jsonl'), say('1'), 40 * dayMs);
  write(talk('now.jsonl'), say('1'));
  const told: FoundSource[][] = [];
  await start({ onBacklog: (sources) => told.push(sources) });
  await until(() => ids(talk('now.jsonl')).length === 1);
  expect(told.map((sources) => sources.map(({ file }) => file))).toEqual([[talk('old.jsonl'), talk('older.jsonl')]]);
  expect(live?.status().backlog.files).toBe(2);
  expect(sink.sources()).toHaveLength(1);
  await live?.importBacklog();
  expect(live?.status().backlog.files).toBe(0);
  expect(sink.sources()).toHaveLength(3);
});

it('reads an old source at once when somebody writes to it', async () => {
  write(talk('old.jsonl'), say('1'), 30 * dayMs);
  await start({ onBacklog: () => {} });
  appendFileSync(talk('old.jsonl'), say('2'));
  await until(() => ids(talk('old.jsonl')).length === 2);
  expect(live?.status().backlog.files).toBe(0);
});

it('says that a file is gone, and that it is back', async () => {
  write(talk('a.jsonl'), say('1'));
  write(talk('b.jsonl'), say('1'));
  await start();
  await until(() => sink.sources().length === 2);
  rmSync(talk('a.jsonl'));
  await until(() => sink.sources().some(({ file, gone }) => gone && file === talk('a.jsonl')));
  write(talk('a.jsonl'), say('1'));
  await until(() => sink.sources().every(({ gone }) => !gone));
  expect(sink.sources().map(({ generation }) => generation)).toEqual([1, 1]);
});

it('reports a moved root once and calls none of its files gone', async () => {
  for (let n = 0; n < 10; n += 1) write(talk(`${n}.jsonl`), say('1'));
  await start();
  await until(() => sink.sources().length === 10);
  renameSync(join(home, '.toy'), join(home, 'moved'));
  await live?.rescan();
  expect(sink.sources().filter(({ gone }) => gone)).toEqual([]);
  expect(live?.status().issues).toMatchObject([{ code: 'root-unavailable', root: join(home, '.toy') }]);
  renameSync(join(home, 'moved'), join(home, '.toy'));
  await live?.rescan();
  expect(live?.status().issues).toEqual([]);
});

it('takes an unmounted root, empty now, for unavailable', async () => {
  for (let n = 0; n < 5; n += 1) write(talk(`${n}.jsonl`), say('1'));
  await start();
  await until(() => sink.sources().length === 5);
  renameSync(join(home, '.toy/talks'), join(home, 'moved'));
  mkdirSync(join(home, '.toy/talks'));
  await live?.rescan();
  expect(sink.sources().filter(({ gone }) => gone)).toEqual([]);
  expect(live?.status().issues).toMatchObject([{ code: 'root-unavailable' }]);
});

it('pauses while the disk is full and goes on by itself', async () => {
  write(talk('a.jsonl'), say('1'));
  await start({ retryMs: 30 });
  await until(() => ids(talk('a.jsonl')).length === 1);
  sink.refuse(new BelfryError('BELFRY_DISK_FULL', 'full'));
  appendFileSync(talk('a.jsonl'), say('2'));
  await until(() => live?.status().phase === 'paused');
  expect(live?.status().pausedBy).toBe('BELFRY_DISK_FULL');
  appendFileSync(talk('a.jsonl'), say('3'));
  sink.refuse(undefined);
  await until(() => ids(talk('a.jsonl')).length === 3);
  expect(live?.status().phase).toBe('watching');
});

it('reads a source again from its new cursor when somebody else has read it', async () => {
  write(talk('a.jsonl'), say('1'));
  await start();
  await until(() => ids(talk('a.jsonl')).length === 1);
  const apply = sink.apply;
  let meddled = false;
  sink.apply = (batch) => {
    if (!meddled) {
      meddled = true;
      apply(batch);
    }
    apply(batch);
  };
  appendFileSync(talk('a.jsonl'), say('2'));
  await until(() => ids(talk('a.jsonl')).length === 2);
  await live?.whenIdle();
  expect(ids(talk('a.jsonl'))).toEqual(['1', '2']);
});

it('keeps watching by looking when the system has no watches left', async () => {
  write(talk('a.jsonl'), say('1'));
  await start({
    pollMs: 20,
    watch: () => {
      throw Object.assign(new Error('System limit for number of file watchers reached'), { code: 'ENOSPC' });
    },
  });
  await until(() => ids(talk('a.jsonl')).length === 1);
  expect(live?.status().watching).toEqual({ watched: 0, polled: 1, degradedBy: 'ENOSPC' });
  appendFileSync(talk('a.jsonl'), say('2'));
  await until(() => ids(talk('a.jsonl')).length === 2);
});

it('follows a tree natively where the system can', async () => {
  write(talk('p/a.jsonl'), say('1'));
  await start({ environment: { home, platform: 'darwin', env: {} } });
  expect(live?.status().watching.watched).toBe(1);
  appendFileSync(talk('p/a.jsonl'), say('2'));
  await until(() => ids(talk('p/a.jsonl')).length === 2);
});

it('finds what no event told about at the next look', async () => {
  write(talk('p/a.jsonl'), say('1'));
  await start({ rescanMs: 30, watch: () => ({ on: () => undefined as never, close() {} }) });
  appendFileSync(talk('p/a.jsonl'), say('2'));
  await until(() => ids(talk('p/a.jsonl')).length === 2);
});

it('is not held up by a root that never answers', async () => {
  write(talk('a.jsonl'), say('1'));
  const probe = {
    probe: async (path: string) =>
      path.endsWith('dead') ? ({ state: 'unavailable', detail: 'no answer' } as const) : ({ state: 'found' } as const),
  };
  await start({ probe, extraRoots: { toy: [join(home, 'dead')] } });
  await until(() => ids(talk('a.jsonl')).length === 1);
  expect(live?.status().issues).toMatchObject([{ code: 'root-unavailable', detail: 'no answer' }]);
});

it('names a link that leads out of the root and does not read it', async () => {
  write(join(home, 'elsewhere.jsonl'), say('1'));
  write(talk('a.jsonl'), say('1'));
  symlinkSync(join(home, 'elsewhere.jsonl'), talk('link.jsonl'));
  mkdirSync(join(home, 'linked'));
  write(join(home, 'linked/b.jsonl'), say('1'));
  symlinkSync(join(home, 'linked'), talk('dir'));
  symlinkSync(join(home, '.toy/talks'), talk('loop'));
  await start();
  await until(() => ids(talk('dir/b.jsonl')).length === 1);
  expect(
    sink
      .sources()
      .map(({ file }) => file)
      .sort(),
  ).toEqual([talk('a.jsonl'), talk('dir/b.jsonl')]);
  expect(live?.status().issues).toMatchObject([{ code: 'unreadable', path: talk('link.jsonl') }]);
});

it.skipIf(process.getuid?.() === 0)('names a file without permission and reads it once it may', async () => {
  write(talk('a.jsonl'), say('1'));
  chmodSync(talk('a.jsonl'), 0);
  await start();
  await live?.whenIdle();
  expect(live?.status().issues).toMatchObject([{ code: 'unreadable', detail: 'EACCES' }]);
  chmodSync(talk('a.jsonl'), 0o600);
  await live?.rescan();
  await until(() => ids(talk('a.jsonl')).length === 1);
});

it('syncs one file or a directory on demand', async () => {
  write(talk('p/a.jsonl'), say('1'), 30 * dayMs);
  write(talk('p/b.jsonl'), say('1'), 30 * dayMs);
  await start({ watch: () => ({ on: () => undefined as never, close() {} }), onBacklog: () => {} });
  appendFileSync(talk('p/a.jsonl'), say('2'));
  expect(await live?.syncPath(talk('p/a.jsonl'))).toBe(true);
  expect(ids(talk('p/a.jsonl'))).toEqual(['1', '2']);
  expect(await live?.syncPath(join(home, 'nothing'))).toBe(false);
  expect(statSync(talk('p/b.jsonl')).size).toBeGreaterThan(0);
});

it('applies nothing after it stopped', async () => {
  write(talk('a.jsonl'), say('1'));
  await start();
  await until(() => ids(talk('a.jsonl')).length === 1);
  await live?.stop();
  await live?.stop();
  appendFileSync(talk('a.jsonl'), say('2'));
  await live?.rescan();
  expect(ids(talk('a.jsonl'))).toEqual(['1']);
});
