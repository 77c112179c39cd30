import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { UsagePort } from '@belfry/api';
import { type Clock, type Logger, toBelfryError, type UsageBlocks, type UsageSummary } from '@belfry/core';
import type { Hub } from '@belfry/events';
import { keptFile, statuslineDirectory } from '../usage/statusline/kept-file.ts';
import { askKeptNumbers, toKeptLine, toKeptNumbers } from '../usage/statusline/kept-numbers.ts';

/** Keeps a line of numbers in a file for status lines, which read it without asking anybody. */
export interface StatuslineKeeper {
  stop(): void;
}

/** Rest between two looks while sessions are busy. */
const restMs = 2000;
/** Blocks end and days begin though nothing is committed. */
const idleMs = 60_000;

/** Does nothing until a client was installed, which makes the directory. */
export function createStatuslineKeeper(options: {
  paths: { runDir: string };
  usage: Pick<UsagePort, 'summary' | 'blocks'>;
  /** Tells when sessions change. */
  hub: Pick<Hub, 'subscribe'>;
  clock: Clock;
  timezone: string;
  logger: Logger;
}): StatuslineKeeper {
  const { paths, usage, hub, clock, timezone, logger } = options;
  const directory = statuslineDirectory(paths);
  const file = keptFile(paths);
  let written = '';
  let timer: NodeJS.Timeout | undefined;
  let isSoon = false;
  let isStopped = false;

  const plan = (afterMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), afterMs);
    timer.unref();
  };
  const look = async () => {
    isSoon = false;
    try {
      if (existsSync(directory)) await write();
    } catch (thrown) {
      logger.warn('numbers for status lines not kept', { error: toBelfryError(thrown).message });
    }
    if (!isStopped && !isSoon) plan(idleMs);
  };
  const write = async () => {
    const asked = askKeptNumbers(timezone, clock.now());
    const [summary, blocks] = await Promise.all([usage.summary(asked.summary), usage.blocks(asked.blocks)]);
    const line = toKeptLine(
      toKeptNumbers(JSON.parse(summary) as UsageSummary, JSON.parse(blocks) as UsageBlocks, {
        timezone,
        pid: process.pid,
      }),
    );
    if (isStopped || (line === written && existsSync(file))) return;
    // In one step: a status line reads at any moment.
    writeFileSync(`${file}.new`, line, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    written = line;
  };
  const changes = hub.subscribe({ types: ['session.added', 'session.updated'], capacity: 1 });
  changes.onReady(() => {
    // That something changed is all there is to know.
    changes.take();
    if (isSoon || isStopped) return;
    isSoon = true;
    plan(restMs);
  });
  plan(0);
  return {
    stop() {
      isStopped = true;
      changes.close();
      clearTimeout(timer);
      rmSync(file, { force: true });
    },
  };
}
