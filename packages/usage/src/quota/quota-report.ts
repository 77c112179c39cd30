import type { QuotaQuery, QuotaReport, QuotaWindow } from '@belfry/core';
import type { ReportParts } from '../report-parts.ts';
import { evenly } from '../thin.ts';
import { forecast, measureBurn } from './burn.ts';
import { resolveInstants } from './instants.ts';
import { shareWindow } from './shares.ts';
import { bends, type LimitReadings, type Reading, toLimitReadings, toPoint } from './window.ts';

const dayMs = 86_400_000;
/** Longer than any window known, so that the current one is whole whatever range is shown. */
const memoryMs = 35 * dayMs;

/** Official rate-limit windows: their curve in a range, and where the current one goes. */
export function toQuotaReport(parts: ReportParts, query: QuotaQuery, nowMs: number): QuotaReport {
  const range = resolveInstants(query, nowMs);
  const samples = parts.source.quotaSamples(Math.min(range.fromMs, nowMs - memoryMs), query.agent);
  const windows = toLimitReadings(samples).map((limit) =>
    toWindow(parts, limit, { range, nowMs, points: query.points }),
  );
  return { official: true, windows: windows.sort(compareWindows) };
}

function toWindow(
  parts: ReportParts,
  limit: LimitReadings,
  {
    range,
    nowMs,
    points = 500,
  }: { range: { fromMs: number; toMs: number }; nowMs: number; points: number | undefined },
): QuotaWindow {
  const { agent, windowMinutes, plan, all, current } = limit;
  const last = current.at(-1) as LimitReadings['current'][number];
  const shown = all.filter(({ at }) => at >= range.fromMs && at < range.toMs);
  const isExpired = hasEnded(last, windowMinutes, nowMs);
  const burn = isExpired ? undefined : measureBurn(current, { nowMs, windowMinutes });
  const { shares, unattributed } = shareWindow(parts, limit);
  const window: QuotaWindow = {
    agent,
    limit: limit.limit,
    label: windowMinutes === undefined ? limit.limit : toLength(windowMinutes),
    current: toPoint(last),
    isExpired,
    samples: evenly(bends(shown), points).map(toPoint),
    shares,
    unattributedPercentPoints: unattributed,
  };
  if (windowMinutes !== undefined) window.windowMinutes = windowMinutes;
  if (plan !== undefined) window.plan = plan;
  if (burn !== undefined) {
    window.burn = burn;
    window.forecast = forecast(last, burn);
  }
  return window;
}

/** Of a limit of which neither reset nor length was told, an older figure says nothing of now. */
const staleMs = dayMs;

/** A reset that has passed; no window is open for longer than it is long, whatever was told of its reset. */
function hasEnded({ at, resetsAt }: Reading, windowMinutes: number | undefined, nowMs: number): boolean {
  if (resetsAt !== undefined && resetsAt <= nowMs) return true;
  if (windowMinutes !== undefined) return nowMs - at > windowMinutes * 60_000;
  return resetsAt === undefined && nowMs - at > staleMs;
}

function toLength(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440} d`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

/** By agent, the shortest window first. */
function compareWindows(a: QuotaWindow, b: QuotaWindow): number {
  if (a.agent !== b.agent) return a.agent < b.agent ? -1 : 1;
  const byLength = (a.windowMinutes ?? Number.MAX_SAFE_INTEGER) - (b.windowMinutes ?? Number.MAX_SAFE_INTEGER);
  return byLength || (a.limit < b.limit ? -1 : 1);
}
