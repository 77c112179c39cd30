import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProcessTable } from './process-table.ts';

const { platform } = process;
let cwd: string;
let agent: ChildProcess;

beforeEach(async () => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'belfry-process-')));
  agent = spawn('sleep', ['60'], { argv0: 'claude', cwd, stdio: 'ignore' });
  await once(agent, 'spawn');
});
afterEach(() => {
  agent.kill();
  rmSync(cwd, { recursive: true, force: true });
});

it.skipIf(platform === 'win32')('finds a process that runs, where it is, and that it has ended', async () => {
  const table = createProcessTable(platform, process.env);
  const find = async () => (await table.agents()).find(({ pid }) => pid === agent.pid);
  const found = await find();
  expect(found).toMatchObject({ agent: 'claude', ppid: process.pid, args: ['claude', '60'] });
  expect(found?.startedAtMs).toBeGreaterThan(0);
  expect(await find()).toEqual(found);
  expect(await table.signs(agent.pid ?? 0)).toEqual({ cwd, open: [] });

  const ended = once(agent, 'exit');
  agent.kill();
  await ended;
  expect(await find()).toBeUndefined();
  expect((await table.signs(agent.pid ?? 0)).cwd).toBeUndefined();
});

it('has no processes where belfry cannot see them', async () => {
  expect(await createProcessTable('win32', {}).agents()).toEqual([]);
});
