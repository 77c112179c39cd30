import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { runCli, startBelfry } from './support/belfry-process.ts';
import { startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

const homes: BelfryHome[] = [];
afterEach(async () => {
  for (const home of homes.splice(0)) {
    await runCli(home, 'daemon', 'stop');
    home.remove();
  }
});

function newHome(): BelfryHome {
  const home = createBelfryHome();
  homes.push(home);
  return home;
}

function configure(home: BelfryHome, text: string): void {
  mkdirSync(home.directory, { recursive: true });
  writeFileSync(join(home.directory, 'config.toml'), text);
}

interface UsageSummary {
  totals: { outputTokens: number; costMicros: number };
  modelTotals: { model: string }[];
}

interface Sync {
  roots: { root: string }[];
  notices: { kind: string; message: string }[];
}

test('a running daemon follows its configuration: new roots are read, the rest is named, a broken file changes nothing', async () => {
  const home = newHome();
  const old = newHome();
  startTranscript(old).prompt('On the old disk.');
  const belfry = await startBelfry(home);
  const sync = () => belfry.api<Sync>('api/v1/sync');

  configure(home, `allowed_hosts = ["tower.example.org"]\n[roots]\nclaude = ["${old.claudeRoot}"]\n`);
  await eventually(async () => {
    expect(await belfry.api('api/v1/stats')).toMatchObject({ sessions: 1 });
    expect((await sync()).roots.map(({ root }) => root)).toContain(old.claudeRoot);
    expect((await sync()).notices).toMatchObject([
      { kind: 'restart-needed', message: expect.stringContaining('allowed_hosts') },
    ]);
  });
  expect((await runCli(home, 'status')).stdout).toContain('not in effect yet: allowed_hosts');

  configure(home, `[roots]\nclaude = ["${old.claudeRoot}"\n`);
  await eventually(async () =>
    expect((await sync()).notices).toContainEqual(
      expect.objectContaining({ kind: 'config-invalid', message: expect.stringContaining('line') }),
    ),
  );
  expect((await sync()).roots.map(({ root }) => root)).toContain(old.claudeRoot);
  const doctor = await runCli(home, 'doctor');
  expect(doctor.code).toBe(0);
  expect(doctor.stdout).toContain('is not valid TOML');

  rmSync(join(home.directory, 'config.toml'));
  await eventually(async () => {
    expect((await sync()).notices).toEqual([]);
    expect((await sync()).roots.map(({ root }) => root)).not.toContain(old.claudeRoot);
  });
  expect(await belfry.api('api/v1/stats'), 'what was read stays').toMatchObject({ sessions: 1 });
  await belfry.stop();
});

test('a restart keeps the flags of the start, new ones win, and pages find the daemon where it was', async () => {
  const home = newHome();
  const run = async (...args: string[]) => JSON.parse((await runCli(home, 'daemon', ...args, '--json')).stdout).url;
  const started = new URL(await run('start', '--port', '0', '--base-path', '/tower'));
  expect(started.pathname).toBe('/tower/');

  const again = await run('restart');
  expect(again).toBe(started.href);
  expect(JSON.parse((await runCli(home, 'status', '--json')).stdout).daemon.url).toBe(started.href);
  expect((await fetch(new URL('healthz', again))).ok).toBe(true);

  const moved = new URL(await run('restart', '--base-path', '/'));
  expect([moved.port, moved.pathname]).toEqual([started.port, '/']);
  expect(await run('restart')).toBe(moved.href);
});

test('without any agent serve, status and doctor say so and point to the demo', async () => {
  const home = newHome();
  for (const root of [home.claudeRoot, home.codexRoot]) rmSync(root, { recursive: true });
  const belfry = await startBelfry(home);
  await eventually(() => expect(belfry.stderr()).toContain('belfry serve --demo'));
  for (const command of ['status', 'doctor']) {
    expect((await runCli(home, command)).stdout, command).toContain('belfry serve --demo');
  }
  await belfry.stop();
  startTranscript(home).prompt('An agent at last.');
  const later = await startBelfry(home);
  await eventually(async () => expect(await later.api('api/v1/stats')).toMatchObject({ sessions: 1 }));
  expect((await runCli(home, 'status')).stdout).not.toContain('--demo');
  expect(later.stderr()).not.toContain('--demo');
  await later.stop();
});

test('a price that is set reprices the reports of a running daemon; doctor names it, and what leaves the machine', async () => {
  const home = newHome();
  const transcript = startTranscript(home, { tokens: { output: 1_000, cacheRead: 0, cacheWrite: 0 } });
  transcript.prompt('What does it cost?');
  transcript.reply('That depends.');
  const belfry = await startBelfry(home);
  const usage = () => belfry.api<UsageSummary>('api/v1/usage/summary');
  await eventually(async () => expect((await usage()).totals.outputTokens).toBe(1_000));
  const [{ model } = { model: '' }] = (await usage()).modelTotals;

  const price = `[pricing.models."${model}"]\ninput = 0\noutput = 7\n`;
  configure(home, price);
  await eventually(async () =>
    expect(await usage()).toMatchObject({ totals: { costMicros: 7_000 }, prices: { overrides: [model] } }),
  );
  transcript.reply('A little more.');
  await eventually(async () => expect((await usage()).totals.costMicros).toBe(14_000));

  const doctor = async () => (await runCli(home, 'doctor')).stdout;
  expect(await doctor()).toMatch(new RegExp(`set in config.toml: ${model}\\s+Leaves this machine\\s+nothing`));
  await belfry.stop();
  configure(home, `${price}[pricing]\nrefresh = true\n`);
  expect(await doctor()).toMatch(/Leaves this machine\s+once a day: GET https:\/\//);
});
