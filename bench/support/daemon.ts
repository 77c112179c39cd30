import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type BelfryHome, createBelfryHome } from '../../e2e/support/belfry-home.ts';
import { type RunningBelfry, startBelfry } from '../../e2e/support/belfry-process.ts';

export interface BenchDaemon extends RunningBelfry {
  home: BelfryHome;
  remove(): Promise<void>;
}

/** A daemon in a home of its own whose Claude Code root is the corpus, read in place. */
export async function startOn(root: string | undefined): Promise<BenchDaemon> {
  const home = createBelfryHome();
  if (root !== undefined) {
    rmSync(home.claudeRoot, { recursive: true });
    mkdirSync(home.userHome, { recursive: true });
    symlinkSync(root, home.claudeRoot);
  }
  const belfry = await startBelfry(home);
  return {
    ...belfry,
    home,
    async remove() {
      await belfry.stop();
      home.remove();
    },
  };
}

/** Resolves when the backlog was looked for and is imported. */
export async function imported(belfry: RunningBelfry, files: number): Promise<void> {
  for (;;) {
    const { progress } = await belfry.api<{ progress: { phase: string; finishedAt?: string } }>('api/v1/sync');
    const isOver = progress.phase === 'idle' && progress.finishedAt !== undefined;
    if (isOver && (await belfry.api<{ sources: number }>('api/v1/stats')).sources >= files) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Resolves when the backlog is known and being imported: what is written from now on is live. */
export async function importing(belfry: RunningBelfry): Promise<void> {
  for (;;) {
    const { progress } = await belfry.api<{ progress: { phase: string } }>('api/v1/sync');
    if (progress.phase === 'importing') return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export interface ProcessUse {
  cpuMs: number;
  rssBytes: number;
  /** Bytes the process asked the file system for. */
  readBytes: number;
}

/** What a process and its threads have used so far, from procfs; Linux only. */
export function processUse(pid: number): ProcessUse {
  const stat = readFileSync(join('/proc', String(pid), 'stat'), 'utf8');
  const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const status = readFileSync(join('/proc', String(pid), 'status'), 'utf8');
  const io = readFileSync(join('/proc', String(pid), 'io'), 'utf8');
  return {
    cpuMs: ticks * 10,
    rssBytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024,
    readBytes: Number(/rchar: (\d+)/.exec(io)?.[1] ?? 0),
  };
}
