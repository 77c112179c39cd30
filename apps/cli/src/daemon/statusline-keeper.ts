import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { UsagePort } from '@belfry/api';
import { type Clock, createZone, type Logger, toBelfryError, type UsageBlocks, type UsageSummary } from '@belfry/core';
import type { Hub } from '@belfry/events';
import { keptFile, statuslineDirectory } from '../usage/statusline/kept-file.ts';
import { askKeptNumbers, toKeptLine, toKeptNumbers } from '../usage/statusline/kept-numbers.ts';

/** Keeps a line of numbers in a file for status lines, which read it without asking anybody. */
export interface StatuslineKeeper {
  /** The numbers may be others now, though no session has changed. */
  note(): void;
  stop(): void;
}

/** Rest between two looks while sessions are busy. */
const restMs = 2000;
/** Between two looks whether a block has ended or a day begun, though nothing is committed, or a client is there now. */
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
  /** While what is written is true. */
  let valid = { sinceMs: 0, untilMs: 0 };

  const plan = (afterMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), afterMs);
    timer.unref();
  };
  const look = async () => {
    if (isSoon) valid = { sinceMs: 0, untilMs: 0 };
    isSoon = false;
    try {
      // Asking wakes the reader.
      if (existsSync(directory) && !isValid(clock.now())) await write();
    } catch (thrown) {
      logger.warn('numbers for status lines not kept', { error: toBelfryError(thrown).message });
    }
    if (!isStopped && !isSoon) plan(idleMs);
  };
  const isValid = (nowMs: number) => nowMs >= valid.sinceMs && nowMs < valid.untilMs && existsSync(file);
  const write = async () => {
    const nowMs = clock.now();
    const asked = askKeptNumbers(timezone, nowMs);
    const [summary, answered] = await Promise.all([usage.summary(asked.summary), usage.blocks(asked.blocks)]);
    const blocks = JSON.parse(answered) as UsageBlocks;
    const line = toKeptLine(toKeptNumbers(JSON.parse(summary) as UsageSummary, blocks, { timezone, pid: process.pid }));
    if (isStopped) return;
    if (line !== written || !existsSync(file)) {
      // In one step: a status line reads at any moment.
      writeFileSync(`${file}.new`, line, { mode: 0o600 });
      renameSync(`${file}.new`, file);
      written = line;
    }
    const ends = blocks.blocks.map(({ endTime }) => Date.parse(endTime)).filter((endMs) => endMs > nowMs);
    valid = { sinceMs: nowMs, untilMs: Math.min(endOfDay(timezone, nowMs), ...ends) };
  };
  const note = () => {
    if (isSoon || isStopped) return;
    isSoon = true;
    plan(restMs);
  };
  const changes = hub.subscribe({ types: ['session.added', 'session.updated'], capacity: 1 });
  changes.onReady(() => {
    // That something changed is all there is to know.
    changes.take();
    note();
  });
  plan(0);
  return {
    note,
    stop() {
      isStopped = true;
      changes.close();
      clearTimeout(timer);
      rmSync(file, { force: true });
    },
  };
}

function endOfDay(timezone: string, nowMs: number): number {
  const zone = createZone(timezone);
  return zone.startOfDay(zone.dayAt(nowMs) + 1);
}
