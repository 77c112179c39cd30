import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runCli } from '../../e2e/support/belfry-process.ts';
import { startTranscript } from '../../e2e/support/claude-lines.ts';
import { findCcusage } from '../support/ccusage.ts';
import { processUse, startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { median, milliseconds } from '../support/statistics.ts';

const sessions = 16;
const measuredSeconds = 20;
const ticksPerSecond = 100;

/** P12: one status line through the installed client, and sixteen sessions that ask once a second while they work. */
export async function measureStatusLine(context: BenchContext): Promise<BenchResult[]> {
  const belfry = await startOn(undefined);
  const { home } = belfry;
  const client = join(home.userHome, 'statusline');
  await runCli(home, 'usage', 'statusline', '--install-client', client);
  const transcripts = Array.from({ length: sessions }, () => startTranscript(home));
  for (const transcript of transcripts) transcript.reply('Good morning.');
  await delay(5000);

  const payload = JSON.stringify({
    session_id: transcripts[0]?.sessionId,
    transcript_path: transcripts[0]?.path,
    model: { id: 'claude-opus-4-5', display_name: 'Opus 4.5' },
    cost: { total_cost_usd: 0.42, total_duration_ms: 41_000 },
    context_window: { total_input_tokens: 25_000, context_window_size: 200_000, used_percentage: 12.5 },
    rate_limits: { five_hour: { used_percentage: 23, resets_at: 1 }, seven_day: { used_percentage: 41, resets_at: 2 } },
    cwd: '/home/dev/tower',
    version: '2.1.330',
  });
  const ours: number[] = [];
  const floors: number[] = [];
  const theirs: number[] = [];
  const ccusage = findCcusage(context);
  let line = '';
  for (let round = 0; round < context.rounds * 20; round++) {
    floors.push(timed('/bin/sh', ['-c', ':'], payload).ms);
    const shown = timed(client, [], payload);
    line = shown.text;
    ours.push(shown.ms);
    if (ccusage !== undefined && round < context.rounds * 5) theirs.push(ccusage.statusline(home.claudeRoot, payload));
  }
  context.log(line.trim());

  const emptyBefore = childrenMs();
  for (let call = 0; call < sessions * measuredSeconds; call++) timed('/bin/sh', ['-c', ':'], payload);
  const emptyMs = childrenMs() - emptyBefore;
  const before = { children: childrenMs(), daemon: processUse(belfry.pid).cpuMs };
  for (let second = 0; second < measuredSeconds; second++) {
    const start = performance.now();
    // Each session writes something every tenth second.
    for (const transcript of transcripts) if (Math.random() < 0.1) transcript.reply('Another step.');
    await Promise.all(transcripts.map(() => show(client, payload)));
    await delay(Math.max(0, 1000 - (performance.now() - start)));
  }
  const daemonMs = processUse(belfry.pid).cpuMs - before.daemon;
  const clientsMs = childrenMs() - before.children;
  await belfry.remove();
  const percent = (daemonMs + clientsMs) / measuredSeconds / 10;
  const floor = median(floors);
  return [
    {
      id: 'P12',
      what: `status line through the shell client, started as a program`,
      floor: `an empty shell ${milliseconds(floor)}`,
      ...(theirs.length === 0
        ? {}
        : { peer: `ccusage statusline, its cache warm or cold ${milliseconds(median(theirs))}` }),
      ours: milliseconds(median(ours)),
      ratio: `${(median(ours) / floor).toFixed(1)} × floor`,
      budget: '≤ 15 ms',
      met: median(ours) <= 15,
    },
    {
      id: 'P12',
      what: `${sessions} sessions at 1 Hz, working: clients and daemon, what it reads and writes included`,
      floor: `as many empty shells ${(emptyMs / measuredSeconds / 10).toFixed(1)} %`,
      ours: `${percent.toFixed(1)} % of a core (clients ${(clientsMs / measuredSeconds / 10).toFixed(1)} %, daemon ${(daemonMs / measuredSeconds / 10).toFixed(1)} %)`,
      ratio: `${((daemonMs + clientsMs) / emptyMs).toFixed(1)} × floor`,
      budget: '≤ 3 % of a core',
      met: percent <= 3,
    },
  ];
}

function timed(command: string, args: string[], input: string): { ms: number; text: string } {
  const start = performance.now();
  const { stdout } = spawnSync(command, args, { input });
  return { ms: performance.now() - start, text: stdout.toString() };
}

async function show(client: string, payload: string): Promise<void> {
  const child = spawn(client, { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end(payload);
  await once(child, 'exit');
}

/** CPU of children that have ended and were waited for, from procfs. */
function childrenMs(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  return ((Number(fields[13]) + Number(fields[14])) * 1000) / ticksPerSecond;
}
