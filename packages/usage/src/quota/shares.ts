import type { QuotaShare } from '@belfry/core';
import { firstAtOf, lastAtOf, sessionOf } from '../cell.ts';
import { toMicrosOf } from '../money.ts';
import { quarterMs } from '../quarter.ts';
import { quartersOf, type ReportParts } from '../report-parts.ts';
import { displayNameOf } from '../session-list.ts';
import { createCellGroups, eachCell } from '../sum-cells.ts';
import { addSum, newSum, totalTokens, type UsageSum } from '../usage-sum.ts';
import type { LimitReadings } from './window.ts';

/** Requests of one session in one quarter of an hour. */
interface Work {
  session: number;
  fromMs: number;
  toMs: number;
  sum: UsageSum;
  weight: number;
}

/** A rise of the percentage and the time it happened in: (fromMs, toMs]. */
interface Rise {
  fromMs: number;
  toMs: number;
  points: number;
}

/**
 * Who filled the current window. Each rise between two readings is shared by the requests made meanwhile, by what they
 * cost; by tokens where nothing has a price. A rise without any request of the agent is nobody's here.
 */
export function shareWindow(
  parts: ReportParts,
  { agent, windowMinutes, current }: LimitReadings,
): { shares: QuotaShare[]; unattributed: number } {
  const rises = toRises(current, windowMinutes);
  const [first, last] = [rises[0], rises.at(-1)];
  if (first === undefined || last === undefined) return { shares: [], unattributed: 0 };
  const work = readWork(parts, agent, first.fromMs, last.toMs);
  const points = new Map<number, number>();
  let unattributed = 0;
  for (const rise of rises) {
    const parts = work.map((one) => ({ session: one.session, part: one.weight * overlap(one, rise) }));
    const total = parts.reduce((sum, { part }) => sum + part, 0);
    if (total === 0) unattributed += rise.points;
    else
      for (const { session: key, part } of parts)
        points.set(key, (points.get(key) ?? 0) + (rise.points * part) / total);
  }
  const sums = new Map<number, UsageSum>();
  for (const one of work) sums.set(one.session, addSum(sums.get(one.session) ?? newSum(), one.sum));
  const shares = parts.source.sessions([...points.keys()]).map((named): QuotaShare => {
    const sum = sums.get(named.key) ?? newSum();
    return {
      sessionId: named.id,
      displayName: displayNameOf(named),
      project: named.project,
      percentPoints: points.get(named.key) ?? 0,
      costMicros: toMicrosOf(sum.cost),
      totalTokens: totalTokens(sum.tokens),
    };
  });
  return {
    shares: shares.filter(({ percentPoints }) => percentPoints > 0).sort((a, b) => b.percentPoints - a.percentPoints),
    unattributed,
  };
}

/** Before the first reading the window filled since it began. */
function toRises(readings: LimitReadings['current'], windowMinutes: number | undefined): Rise[] {
  const [first] = readings;
  if (first === undefined) return [];
  const lengthMs = (windowMinutes ?? 300) * 60_000;
  const beginMs = first.resetsAt === undefined ? first.at - lengthMs : Math.min(first.at, first.resetsAt - lengthMs);
  const before = [{ at: beginMs, usedPercent: 0 }, ...readings];
  const highest = { percent: 0 };
  return readings.flatMap(({ at, usedPercent }, index) => {
    // A reading may come late and say less than one before; only what is above all before has risen.
    const points = usedPercent - highest.percent;
    if (points <= 0) return [];
    highest.percent = usedPercent;
    return [{ fromMs: before[index]?.at ?? beginMs, toMs: at, points }];
  });
}

function readWork({ days, priced, sessionKey }: ReportParts, agent: string, fromMs: number, toMs: number): Work[] {
  const work: Work[] = [];
  // Cells begin before the work in them does.
  const wide = { fromMs: fromMs - quarterMs, toMs: toMs + quarterMs };
  const wanted = { ...quartersOf(wide), passes: (series: number) => priced.series(series).agent === agent };
  eachCell(days.cells(wide.fromMs, wide.toMs), wanted, (cells, at) => {
    const groups = createCellGroups(priced);
    groups.add(cells, at);
    const [one] = groups.sums();
    if (one === undefined) return;
    const { sum } = one;
    work.push({
      session: sessionKey(cells[at + sessionOf] as number),
      fromMs: cells[at + firstAtOf] as number,
      toMs: cells[at + lastAtOf] as number,
      sum,
      weight: toMicrosOf(sum.cost),
    });
  });
  if (work.every(({ weight }) => weight === 0)) {
    for (const one of work) one.weight = totalTokens(one.sum.tokens);
  }
  return work;
}

/** Part of the work that was done in the time of the rise; a single request was done at its time. */
function overlap({ fromMs, toMs }: Work, rise: Rise): number {
  if (fromMs === toMs) return fromMs > rise.fromMs && fromMs <= rise.toMs ? 1 : 0;
  return Math.max(0, Math.min(toMs, rise.toMs) - Math.max(fromMs, rise.fromMs)) / (toMs - fromMs);
}
