import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { type BelfryHome, createBelfryHome } from './belfry-home.ts';
import { type RunningBelfry, runCli, startBelfry } from './belfry-process.ts';
import { eventually } from './eventually.ts';

const homes: BelfryHome[] = [];
const running: RunningBelfry[] = [];
afterEach(async () => {
  await stop();
  for (const home of homes.splice(0)) home.remove();
});

export function newHome(machine = 'tower'): BelfryHome {
  const home = createBelfryHome();
  home.env.BELFRY_MACHINE = machine;
  homes.push(home);
  return home;
}

export async function start(home: BelfryHome): Promise<RunningBelfry> {
  const belfry = await startBelfry(home);
  running.push(belfry);
  return belfry;
}

/** Ends every daemon the test has started. */
export async function stop(): Promise<void> {
  for (const belfry of running.splice(0)) await belfry.stop();
}

export function archiveOf({ directory }: BelfryHome): string {
  return join(directory, 'data', 'archive.db');
}

/** What a command prints as JSON. */
export async function json(home: BelfryHome, ...args: string[]) {
  const { code, stdout, stderr } = await runCli(home, ...args, '--json');
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

export async function until(belfry: RunningBelfry, stats: object): Promise<void> {
  await eventually(async () => expect(await belfry.api('api/v1/stats')).toMatchObject(stats));
}
