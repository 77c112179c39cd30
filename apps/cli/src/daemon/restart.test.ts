import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { silentLogger, systemClock } from '@belfry/core';
import type { FoundSource } from '@belfry/ingest';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBacklogImporter } from './backlog-importer.ts';
import { openIngest } from './open-ingest.ts';
import type { IngestSettings } from './protocol.ts';
import { openReader } from './reader.ts';
import { createSyncStatus } from './sync-status.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'belfry-restart-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const settings = {} as IngestSettings;

/** An entry that speaks birpc's messages by hand. */
function entry(source: string): URL {
  const file = join(directory, 'entry.mjs');
  writeFileSync(file, `import { appendFileSync } from 'node:fs';\n${source}`);
  return pathToFileURL(file);
}

test('what an import that was killed has left goes to another one', async () => {
  const marker = join(directory, 'killed');
  const child = entry(`
    import { existsSync, writeFileSync } from 'node:fs';
    process.on('disconnect', () => process.exit(0));
    process.on('message', ({ i }) => {
      if (existsSync(${JSON.stringify(marker)})) return process.send({ t: 's', i });
      writeFileSync(${JSON.stringify(marker)}, '');
      process.kill(process.pid, 'SIGKILL');
    });`);
  const phases: string[] = [];
  const rescan = vi.fn(async () => {});
  const importer = createBacklogImporter({
    entry: child,
    settings,
    logger: silentLogger,
    status: createSyncStatus(systemClock, ({ phase }) => phases.push(phase)),
    onCommitted() {},
    onPaused() {},
    rescan,
    mayImport: () => true,
  });
  importer.add([{ stamp: { size: 1 } } as FoundSource]);
  await vi.waitFor(() => expect(phases).toEqual(['importing', 'importing', 'idle']), 20_000);
  expect(existsSync(marker)).toBe(true);
  expect(rescan).toHaveBeenCalledTimes(1);
  await importer.stop();
});

test('a source over which imports break is tried by itself, with more care each time, and the others go first', async () => {
  const tasks = join(directory, 'tasks');
  const child = entry(`
    process.on('disconnect', () => process.exit(0));
    process.on('message', ({ i, a: [{ sources, care }] }) => {
      const files = sources.map(({ file }) => file);
      appendFileSync(${JSON.stringify(tasks)}, care + ' ' + files.join() + '\\n');
      if (!files.includes('bad') || care === 'set-aside') return process.send({ t: 's', i });
      process.send({ t: 'q', m: 'inHand', a: [['bad']] }, () => process.kill(process.pid, 'SIGKILL'));
    });`);
  const phases: string[] = [];
  const importer = createBacklogImporter({
    entry: child,
    settings,
    logger: silentLogger,
    status: createSyncStatus(systemClock, ({ phase }) => phases.push(phase)),
    onCommitted() {},
    onPaused() {},
    rescan: async () => {},
    mayImport: () => true,
  });
  importer.add(['good', 'bad', 'fine'].map((file) => ({ file, stamp: { size: 1 } }) as FoundSource));
  await vi.waitFor(() => expect(phases.at(-1)).toBe('idle'), 20_000);
  expect(readFileSync(tasks, 'utf8').trim().split('\n')).toEqual([
    'usual good,bad,fine',
    'usual good,fine',
    'alone bad',
    'short-lines bad',
    'set-aside bad',
  ]);
  await importer.stop();
});

test('an ingest thread that ends is started again, tells what nobody judged, and begins; its stop does not hang', async () => {
  const starts = join(directory, 'starts');
  const worker = entry(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ m, i }) => {
      if (m === 'tellUnjudged') appendFileSync(${JSON.stringify(starts)}, 'judged ');
      if (m === 'start') appendFileSync(${JSON.stringify(starts)}, 'started ');
      if (m === 'rescan') throw new Error('out of memory');
      parentPort.postMessage({ t: 's', i });
    });`);
  const failed: string[] = [];
  const ingest = await openIngest({
    entry: worker,
    settings: () => settings,
    judged: () => [],
    logger: silentLogger,
    events: {
      committed() {},
      backlog() {},
      paused() {},
      indexBehind() {},
      kept() {},
      failed: (message) => failed.push(message),
    },
  });
  await ingest.start();
  await expect(ingest.rescan()).rejects.toThrow('out of memory');
  await expect(ingest.rescan()).rejects.toThrow();
  await vi.waitFor(() => expect(readFileSync(starts, 'utf8')).toBe('judged started judged started '), 20_000);
  await ingest.syncPath('x');
  expect(failed).toHaveLength(1);
  await ingest.rescan().catch(() => {});
  await ingest.stop();
});

test('a reader that ends refuses what it held and answers again', async () => {
  const worker = entry(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ m, i }) => {
      if (m === 'agents') throw new Error('out of memory');
      parentPort.postMessage({ t: 's', i, r: m });
    });`);
  const reader = await openReader({
    entry: worker,
    archivePath: '',
    prices: { overrides: {}, path: undefined },
    logger: silentLogger,
  });
  await expect(reader.agents()).rejects.toMatchObject({ code: 'BELFRY_ARCHIVE_BUSY', message: /restarts/ });
  await expect(reader.stats()).rejects.toThrow('restarts');
  await vi.waitFor(async () => expect(await reader.stats()).toBe('stats'), 20_000);
  await reader.stop();
});

test('a reader nobody asks goes to rest, and the next question wakes it', async () => {
  const starts = join(directory, 'reader-starts');
  const worker = entry(`
    import { parentPort } from 'node:worker_threads';
    appendFileSync(${JSON.stringify(starts)}, 'x');
    parentPort.on('message', ({ m, i }) => {
      if (m === 'close') appendFileSync(${JSON.stringify(starts)}, '-');
      parentPort.postMessage({ t: 's', i, r: m });
    });`);
  const reader = await openReader({
    entry: worker,
    archivePath: '',
    prices: { overrides: {}, path: undefined },
    logger: silentLogger,
    restAfterMs: 20,
  });
  expect(await reader.stats()).toBe('stats');
  await vi.waitFor(() => expect(readFileSync(starts, 'utf8')).toBe('x-'), 20_000);
  expect(await Promise.all([reader.stats(), reader.agents()])).toEqual(['stats', 'agents']);
  expect(readFileSync(starts, 'utf8')).toBe('x-x');
  await reader.stop();
});

test('a reader that rests, wakes and lets go at the same time is never there twice, nor while the archive is exchanged', async () => {
  const log = join(directory, 'log');
  writeFileSync(log, '');
  const worker = entry(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ m, i }) => {
      if (m === 'open') appendFileSync(${JSON.stringify(log)}, '(');
      if (m === 'close') appendFileSync(${JSON.stringify(log)}, ')');
      setTimeout(() => parentPort.postMessage({ t: 's', i, r: m }), m === 'stats' ? 0 : 3);
    });`);
  const reader = await openReader({
    entry: worker,
    archivePath: '',
    prices: { overrides: {}, path: undefined },
    logger: silentLogger,
    restAfterMs: 0,
  });
  const exchange = async () => {
    appendFileSync(log, '<');
    await new Promise((resolve) => setTimeout(resolve, 5));
    appendFileSync(log, '>');
  };
  const answers: unknown[] = [];
  const ask = async () => answers.push(await reader.stats().catch(({ code }) => code));
  for (let round = 0; round < 12; round++) {
    await Promise.all([ask(), round % 3 === 0 ? reader.reopen(exchange) : ask(), ask()]);
    await new Promise((resolve) => setTimeout(resolve, round));
  }
  expect(new Set(answers)).toEqual(new Set(['stats', 'BELFRY_ARCHIVE_BUSY']));
  await Promise.all([reader.stats().catch(() => {}), reader.reopen(exchange), reader.stop()]);
  expect(readFileSync(log, 'utf8')).toMatch(/^(\(\)|<>)+$/);
  await expect(reader.stats()).rejects.toThrow('restarts');
});

test('a reader that cannot be woken says why, and is tried again by the next question', async () => {
  const broken = join(directory, 'broken');
  const worker = entry(`
    import { existsSync } from 'node:fs';
    import { parentPort } from 'node:worker_threads';
    if (existsSync(${JSON.stringify(broken)})) throw new Error('no archive');
    parentPort.on('message', ({ m, i }) => {
      if (m === 'close') appendFileSync(${JSON.stringify(broken)}, '');
      parentPort.postMessage({ t: 's', i, r: m });
    });`);
  const reader = await openReader({
    entry: worker,
    archivePath: '',
    prices: { overrides: {}, path: undefined },
    logger: silentLogger,
    restAfterMs: 0,
  });
  await vi.waitFor(() => expect(existsSync(broken)).toBe(true), 20_000);
  await expect(reader.stats()).rejects.toThrow('no archive');
  rmSync(broken);
  expect(await reader.stats()).toBe('stats');
  await reader.stop();
});
