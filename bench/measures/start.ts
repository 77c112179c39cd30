import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createBelfryHome } from '../../e2e/support/belfry-home.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { median, seconds } from '../support/statistics.ts';

const repository = join(import.meta.dirname, '../..');

/** P15: `npm start` with nothing changed, until it prints the link of a listening server. */
export async function measureStart(context: BenchContext): Promise<BenchResult[]> {
  const ours: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < context.rounds * 2; round++) {
    floors.push(await time('npm', ['exec', '--yes', '--offline', '-c', 'node -e 0'], undefined));
    ours.push(await time('npm', ['start', '--', '--port', '0'], /#sign-in=/));
  }
  const ms = median(ours.slice(1));
  return [
    {
      id: 'P15',
      what: '`npm start`, nothing changed, to a listening server',
      floor: `npm and an empty node ${seconds(median(floors))}`,
      ours: seconds(ms),
      ratio: `${(ms / median(floors)).toFixed(1)} × floor`,
      budget: '≤ 1.5 s',
      met: ms <= 1500,
    },
  ];
}

async function time(command: string, args: string[], until: RegExp | undefined): Promise<number> {
  const home = createBelfryHome();
  const start = performance.now();
  const child = spawn(command, args, {
    cwd: repository,
    env: { ...process.env, ...home.env },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  let ms = Number.NaN;
  if (until !== undefined) {
    for await (const line of createInterface({ input: child.stdout })) {
      if (!until.test(line)) continue;
      ms = performance.now() - start;
      break;
    }
    process.kill(-(child.pid as number), 'SIGTERM');
  }
  if (child.exitCode === null) await once(child, 'exit');
  home.remove();
  return until === undefined ? performance.now() - start : ms;
}
