import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, runCli, startBelfry } from './support/belfry-process.ts';

const homes: BelfryHome[] = [];
const running: RunningBelfry[] = [];

function newHome(): BelfryHome {
  const home = createBelfryHome();
  homes.push(home);
  return home;
}

async function start(home: BelfryHome, args: string[] = []): Promise<RunningBelfry> {
  const belfry = await startBelfry(home, args);
  running.push(belfry);
  return belfry;
}

afterEach(async () => {
  for (const belfry of running.splice(0)) await belfry.stop();
  for (const home of homes.splice(0)) home.remove();
});

test('a second serve of the same home exits 0 and says where the first runs', async () => {
  const home = newHome();
  const first = await start(home);
  const second = await runCli(home, 'serve');
  expect(second.code).toBe(0);
  expect(second.stderr).toContain(`already runs at ${first.url.replace(/\/$/, '')}`);
  expect(second.stdout).toContain(first.url);
});

test('another home on the same default port moves on, and a port given by flag names its holder', async () => {
  const first = await start(newHome());
  const port = new URL(first.url).port;
  const other = newHome();
  const refused = await runCli(other, 'serve', '--port', port);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(`Port ${port} is taken by`);
  expect(refused.stderr).toContain('BELFRY_PORT_TAKEN');
  expect(refused.stderr).toMatch(/belfry/);
});

test('a foreign program on a given port is named as one', async () => {
  const foreign = createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  const { port } = foreign.address() as AddressInfo;
  const refused = await runCli(newHome(), 'serve', '--port', String(port));
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(`Port ${port} is taken by`);
  await new Promise((resolve) => foreign.close(resolve));
});

test('after kill -9 the next start takes over at once', async () => {
  const home = newHome();
  const first = await start(home);
  await first.kill();
  const second = await start(home);
  expect(second.pid).not.toBe(first.pid);
  expect((await runCli(home, 'daemon', 'status', '--json')).stdout).toContain(`"pid": ${second.pid}`);
});

test('an archive of a newer belfry is refused with a hint and left as it is', async () => {
  const home = newHome();
  const belfry = await start(home);
  await belfry.stop();
  const path = join(home.directory, 'data', 'archive.db');
  const database = new Database(path);
  const version = database.pragma('user_version', { simple: true }) as number;
  database.pragma(`user_version = ${version + 1000}`);
  database.close();
  const refused = await runCli(home, 'serve', '--port', '0');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('BELFRY_ARCHIVE_NEWER');
  const again = new Database(path, { readonly: true });
  expect(again.pragma('user_version', { simple: true })).toBe(version + 1000);
  again.close();
});

test('a broken configuration says which line, and starts nothing', async () => {
  const home = newHome();
  const belfry = await start(home);
  await belfry.stop();
  writeFileSync(join(home.directory, 'config.toml'), 'port = "loud"\n');
  const refused = await runCli(home, 'serve');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('"port" must be');
});

test('stop ends the daemon, status says so, and both are fine when none runs', async () => {
  const home = newHome();
  const started = await runCli(home, 'daemon', 'start', '--port', '0', '--json');
  expect(started.code).toBe(0);
  const { pid } = JSON.parse(started.stdout) as { pid: number };
  expect(JSON.parse((await runCli(home, 'daemon', 'status', '--json')).stdout)).toMatchObject({
    daemon: { running: true, pid },
  });
  expect((await runCli(home, 'daemon', 'stop')).code).toBe(0);
  expect(JSON.parse((await runCli(home, 'daemon', 'status', '--json')).stdout)).toMatchObject({
    daemon: { running: false },
  });
  expect((await runCli(home, 'daemon', 'stop')).code).toBe(0);
});
