import {
  addTokens,
  BelfryError,
  noTokens,
  type UsageBasis,
  type UsageComparison,
  type UsageSummary,
  type UsageSummaryQuery,
} from '@belfry/core';
import { type DayRange, rangeBefore } from './day-range.ts';
import { toMicrosOf } from './money.ts';
import { createPeriods, type Period } from './period.ts';
import { type PeriodUsage, readPeriod } from './period-usage.ts';
import { dayMs } from './quarter.ts';
import { filterSeries, type NumberFilter, type ReportParts } from './report-parts.ts';
import { createCellGroups, eachCell, type PricedSum } from './sum-cells.ts';
import { findUnpriced, mergeUnpriced } from './unpriced.ts';
import { addAll, toRows, total } from './usage-rows.ts';
import { toDollars, toFigures, totalTokens, type UsageSum } from './usage-sum.ts';

/** Usage of a range of days. */
export function summarize(parts: ReportParts, range: DayRange, query: UsageSummaryQuery): UsageSummary {
  const { granularity = 'day', weekStart = 'monday', breakdowns = true, all: isAll = false } = query;
  if (granularity === 'hour' && countDays(parts, range, isAll) > maxDaysOfHours) throw tooManyHours(range);
  const filter = filterSeries(parts, query);
  const periods = usageOf(parts, range, createPeriods(range.zone, { granularity, weekStart }), filter);
  const sum = total(periods);
  const figures = toFigures(sum);
  const savings = toMicrosOf(sum.savings);
  const untimed = sumUntimed(parts, filter);
  const summary: UsageSummary = {
    from: range.from,
    to: range.to,
    timezone: range.zone.name,
    granularity,
    weekStart,
    totals: {
      ...figures,
      totalCost: figures.cost,
      cacheSavings: toDollars(savings),
      cacheSavingsMicros: savings,
      basis: {
        counted: tokensOf(periods, 'counted'),
        reported: tokensOf(periods, 'reported'),
        estimated: tokensOf(periods, 'estimated'),
      },
    },
    daily: periods.map(({ row }) => (breakdowns ? row : { ...row, ...noBreakdowns })),
    projectTotals: toRows(sumOf(periods, 'byProject'), (project) => ({ project })),
    modelTotals: toRows(sumOf(periods, 'byModel'), (model) => ({ model })),
    agentTotals: toRows(sumOf(periods, 'byAgent'), (agent) => ({ agent })),
    sessionCounts: countSessions(parts, periods),
    cacheStats: toCacheStats(sum, savings),
    unpriced: mergeUnpriced([...periods.flatMap(({ unpriced }) => unpriced), ...findUnpriced(untimed)]),
    prices: parts.pricer.provenance,
  };
  if (!isAll) summary.comparison = compare(parts, rangeBefore(range), filter, toMicrosOf(sum.cost));
  if (untimed.length > 0) summary.untimed = toFigures(total(untimed));
  return summary;
}

/** A year of hours would be nine thousand rows, and nobody reads them. */
const maxDaysOfHours = 31;

/** Days that were asked for; of all usage the days (of UTC) from the first with usage to the last. */
function countDays({ days }: ReportParts, { fromDay, toDay, fromMs, toMs }: DayRange, isAll: boolean): number {
  if (!isAll) return toDay - fromDay + 1;
  const starts = days.starts(fromMs, toMs);
  const [first = 0] = starts;
  return ((starts.at(-1) ?? first) - first) / dayMs + 1;
}

function tooManyHours({ from, to }: DayRange): BelfryError {
  return new BelfryError('BELFRY_BAD_REQUEST', `Too many hours: ${from} to ${to}`, {
    hint: `Ask for hours of at most ${maxDaysOfHours} days, or for days.`,
  });
}

const noBreakdowns = { modelBreakdowns: [], projectBreakdowns: [], agentBreakdowns: [] };

/** Periods of the range that have usage, cut at its edges. */
function usageOf(
  { days, ...parts }: ReportParts,
  range: DayRange,
  periodAt: (atMs: number) => Period,
  filter: NumberFilter,
): PeriodUsage[] {
  const found: PeriodUsage[] = [];
  let doneMs = range.fromMs;
  for (const startMs of days.starts(range.fromMs, range.toMs)) {
    const endMs = Math.min(startMs + dayMs, range.toMs);
    while (Math.max(doneMs, startMs) < endMs) {
      const period = periodAt(Math.max(doneMs, startMs));
      const cut = {
        name: period.name,
        fromMs: Math.max(period.fromMs, range.fromMs),
        toMs: Math.min(period.toMs, range.toMs),
      };
      doneMs = cut.toMs;
      const name = `period ${period.name} ${filter.name}`;
      const usage = days.memo(name, cut.fromMs, cut.toMs, () => readPeriod({ days, ...parts }, cut, filter));
      if (usage !== undefined) found.push(usage);
    }
  }
  return found;
}

function sumOf(periods: readonly PeriodUsage[], by: 'byModel' | 'byProject' | 'byAgent'): Map<string, UsageSum> {
  const sums = new Map<string, UsageSum>();
  for (const period of periods) addAll(sums, period[by]);
  return sums;
}

function tokensOf(periods: readonly PeriodUsage[], basis: UsageBasis) {
  return periods.map(({ byBasis }) => byBasis[basis]).reduce(addTokens, noTokens);
}

function countSessions({ priced }: ReportParts, periods: readonly PeriodUsage[]): UsageSummary['sessionCounts'] {
  const requests: number[] = [];
  const series: number[] = [];
  for (const period of periods) {
    for (const one of period.sessions) {
      requests[one.session] = (requests[one.session] ?? 0) + one.requests;
      series[one.session] = one.series;
    }
  }
  const byProject: Record<string, number> = {};
  const byAgent: Record<string, number> = {};
  let all = 0;
  for (const [session, count] of requests.entries()) {
    // A request may have left a session that has no other.
    if (count === undefined || count <= 0) continue;
    const { project, agent } = priced.series(series[session] as number);
    all += 1;
    byProject[project] = (byProject[project] ?? 0) + 1;
    byAgent[agent] = (byAgent[agent] ?? 0) + 1;
  }
  return { total: all, byProject, byAgent };
}

function toCacheStats({ tokens }: UsageSum, savings: number): UsageSummary['cacheStats'] {
  const asked = tokens.cacheRead + tokens.input;
  return {
    cacheReadTokens: tokens.cacheRead,
    cacheCreationTokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
    uncachedInputTokens: tokens.input,
    outputTokens: tokens.output,
    hitRate: asked === 0 ? 0 : tokens.cacheRead / asked,
    savingsVsUncached: toDollars(savings),
    savingsVsUncachedMicros: savings,
  };
}

function compare(parts: ReportParts, prior: DayRange, filter: NumberFilter, costMicros: number): UsageComparison {
  const periodAt = createPeriods(prior.zone, { granularity: 'day', weekStart: 'monday' });
  const before = total(usageOf(parts, prior, periodAt, filter));
  const priorMicros = toMicrosOf(before.cost);
  return {
    priorFrom: prior.from,
    priorTo: prior.to,
    priorTotalCost: toDollars(priorMicros),
    priorTotalCostMicros: priorMicros,
    priorTotalTokens: totalTokens(before.tokens),
    deltaPct: priorMicros === 0 ? 0 : (costMicros - priorMicros) / priorMicros,
  };
}

function sumUntimed({ days, priced }: ReportParts, { passes }: NumberFilter): PricedSum[] {
  const groups = createCellGroups(priced);
  eachCell([days.untimed()], { fromQuarter: 0, toQuarter: 1, passes }, groups.add);
  return groups.sums();
}
