import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withFileLock } from './file-lock.mjs';

let dir: string;
let file: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'belfry-lock-'));
  file = path.join(dir, 'work.lock');
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

/** A process that takes the lock and then runs `work`. */
function contender(work: string): ChildProcess {
  const script = `
    import fs from 'node:fs';
    import { withFileLock } from ${JSON.stringify(new URL('./file-lock.mjs', import.meta.url).href)};
    await withFileLock(${JSON.stringify(file)}, async () => { ${work} });
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

it('lets one process work at a time', async () => {
  const counter = path.join(dir, 'counter');
  fs.writeFileSync(counter, '0');
  const work = `
    const seen = Number(fs.readFileSync(${JSON.stringify(counter)}, 'utf8'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    fs.writeFileSync(${JSON.stringify(counter)}, String(seen + 1));
  `;
  const ends = await Promise.all(Array.from({ length: 6 }, () => once(contender(work), 'exit')));
  expect(ends.map(([code]) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(fs.readFileSync(counter, 'utf8')).toBe('6');
  expect(fs.readdirSync(dir)).toEqual(['counter']);
});

it('takes over from a process that was killed while it held the lock', async () => {
  const holder = contender(`console.log('held'); await new Promise((resolve) => setTimeout(resolve, 60_000));`);
  await once(holder.stdout as NodeJS.ReadableStream, 'data');
  const waitedFor: number[] = [];
  const second = withFileLock(
    file,
    async () => 'done',
    ({ pid }) => {
      waitedFor.push(pid);
      holder.kill('SIGKILL');
    },
  );
  expect(await second).toBe('done');
  expect(waitedFor).toEqual([holder.pid]);
  expect(fs.readdirSync(dir)).toEqual([]);
});

it.runIf(process.platform === 'linux')('is not fooled by a reused process id', async () => {
  fs.writeFileSync(file, JSON.stringify({ pid: process.pid, started: '1', token: 'of-a-dead-process' }));
  expect(await withFileLock(file, async () => 'done')).toBe('done');
});

it('survives a waiter that died while it removed a stale lock', async () => {
  fs.writeFileSync(file, JSON.stringify({ pid: 2 ** 30, started: '', token: 'stale' }));
  fs.mkdirSync(`${file}.stale`);
  fs.utimesSync(`${file}.stale`, 1, 1);
  expect(await withFileLock(file, async () => 'done')).toBe('done');
});

it('is free again after the work failed', async () => {
  await expect(withFileLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withFileLock(file, async () => 'done')).toBe('done');
});
