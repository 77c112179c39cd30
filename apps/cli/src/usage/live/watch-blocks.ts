import { setTimeout as delay } from 'node:timers/promises';
import { BelfryError } from '@belfry/core';
import { wantsColor } from '../../output/color.ts';
import type { ReportRequest } from '../options/report-request.ts';
import { readBlocks } from '../report/blocks-report.ts';
import type { JsonInput } from '../schema/json-input.ts';
import { renderBlocks } from '../table/blocks-table.ts';
import { renderQuota } from '../table/quota-table.ts';
import { isNarrow } from '../table/table-style.ts';
import { followChanges } from './follow-changes.ts';

/** Shown anew after this long though nothing happened: time passes. */
const idleMs = 30_000;
/** Looking at the files takes at most this part of the time. */
const workShare = 0.1;

type WithReports = (use: (input: JsonInput) => Promise<void>) => Promise<void>;

/**
 * Shows the running block until interrupted. A daemon says when something was committed; without one the files are
 * looked at each interval, less often where that takes long.
 */
export async function watchBlocks(
  request: ReportRequest,
  color: boolean | undefined,
  withReports: WithReports,
): Promise<void> {
  if (request.isJson) {
    throw new BelfryError('BELFRY_USAGE', '--live shows a table, and prints no JSON.', {
      hint: 'Run blocks --active --json again and again instead.',
    });
  }
  const { stdout } = process;
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const changes = await followChanges(stop.signal);
  let shown = '';
  while (!stop.signal.aborted) {
    const begun = performance.now();
    await withReports(async ({ reports }) => {
      const isColored = color ?? wantsColor(stdout, process.env);
      const style = { stream: stdout, color: isColored, isCompact: isNarrow(stdout), request };
      const official = request.blocks.official ? renderQuota(reports.quota({}), style) : '';
      const text = official + renderBlocks(readBlocks(reports, request), style);
      if (stdout.isTTY) stdout.write(`\u001b[H\u001b[2J${text}`);
      else if (text !== shown) stdout.write(text);
      shown = text;
    });
    const workMs = performance.now() - begun;
    const restMs = Math.max(request.blocks.refreshMs, changes === undefined ? workMs / workShare : 0);
    await delay(restMs, undefined, { signal: stop.signal }).catch(() => undefined);
    if (changes !== undefined) await changes.next(idleMs);
  }
}
