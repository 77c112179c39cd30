import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@belfry/core';
import { fakeClock } from '@belfry/core/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from '../config/read-config.ts';
import { type Config, resolveConfig } from '../config/resolve.ts';
import { watchConfigFile } from '../config/watch-config.ts';
import { createConfigReload } from './config-reload.ts';
import { createNotices } from './notices.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'belfry-config-'));
  path = join(directory, 'config.toml');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function read(): { config: Config; warnings: string[] } {
  const { file, warnings } = readConfig(path, ['claude', 'codex']);
  return { config: resolveConfig({ file, env: {}, flags: {}, home: '/home/ada' }), warnings };
}

/** A daemon that can take roots and the log level, as the real one does. */
function aDaemon() {
  const applied: Partial<Config>[] = [];
  const notices = createNotices(fakeClock(), () => {});
  const reload = createConfigReload({
    running: read().config,
    read,
    appliers: [
      { settings: ['roots', 'rescanMs'], apply: ({ roots, rescanMs }) => void applied.push({ roots, rescanMs }) },
      { settings: ['logLevel'], apply: ({ logLevel }) => void applied.push({ logLevel }) },
    ],
    notices,
    logger: silentLogger,
  });
  return { applied, notices, reload };
}

test('what can be applied is applied, once and by itself', async () => {
  const { applied, notices, reload } = aDaemon();
  writeFileSync(path, 'log_level = "debug"\n');
  await reload();
  await reload();
  writeFileSync(path, 'log_level = "debug"\nrescan_seconds = 30\n[roots]\nclaude = ["/mnt/old"]\n');
  await reload();
  expect(applied).toEqual([{ logLevel: 'debug' }, { roots: { claude: ['/mnt/old'] }, rescanMs: 30_000 }]);
  expect(notices.current()).toEqual([]);
});

test('what needs a restart is named until it is taken back', async () => {
  const { applied, notices, reload } = aDaemon();
  writeFileSync(path, 'port = 7800\nallowed_hosts = ["tower.example.org"]\nlog_level = "warn"\n');
  await reload();
  expect(applied).toEqual([{ logLevel: 'warn' }]);
  expect(notices.current()).toMatchObject([
    { kind: 'restart-needed', message: expect.stringContaining('port, allowed_hosts'), hint: 'belfry daemon restart' },
  ]);
  writeFileSync(path, 'log_level = "warn"\n');
  await reload();
  expect(notices.current()).toEqual([]);
});

test('a broken file keeps what holds and is told with its line; a repaired one ends that', async () => {
  const { applied, notices, reload } = aDaemon();
  writeFileSync(path, 'log_level = "debug"\nport = \n');
  await reload();
  expect(applied).toEqual([]);
  expect(notices.current()).toMatchObject([{ kind: 'config-invalid', message: expect.stringContaining('line 2') }]);
  writeFileSync(path, 'log_level = "debug"\n');
  await reload();
  expect(applied).toEqual([{ logLevel: 'debug' }]);
  expect(notices.current()).toEqual([]);
});

test('what fails to apply waits for a restart, and the daemon goes on', async () => {
  const notices = createNotices(fakeClock(), () => {});
  const apply = vi.fn(() => Promise.reject(new Error('no such thread')));
  const reload = createConfigReload({
    running: read().config,
    read,
    appliers: [{ settings: ['roots'], apply }],
    notices,
    logger: silentLogger,
  });
  writeFileSync(path, '[roots]\nclaude = ["/mnt/old"]\n');
  await reload();
  expect(notices.current()).toMatchObject([{ kind: 'restart-needed', message: expect.stringContaining('roots') }]);
});

test('a file that is made, replaced by renaming and removed is noticed each time', async () => {
  const onChange = vi.fn();
  const watcher = watchConfigFile(path, onChange);
  const noticed = async (change: () => void) => {
    onChange.mockClear();
    change();
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), 10_000);
  };
  try {
    await watcher.ready;
    await noticed(() => writeFileSync(path, 'port = 1\n'));
    await noticed(() => {
      writeFileSync(`${path}.new`, '# another one\nport = 1\n');
      renameSync(`${path}.new`, path);
    });
    await noticed(() => rmSync(path));
  } finally {
    await watcher.close();
  }
});
