import {
  addTokens,
  noTokens,
  type TokenUsage,
  type UsageBasis,
  type UsageComparison,
  type UsageRow,
  type UsageSummary,
  type UsageSummaryQuery,
} from '@belfry/core';
import { quarterOf, seriesOf, sessionOf, sumsOf } from './cell.ts';
import { type DayRange, rangeBefore } from './day-range.ts';
import { toMicrosOf } from './money.ts';
import { createPeriods, type Period } from './period.ts';
import type { PricedSeries } from './priced-series.ts';
import { quarterMs } from './quarter.ts';
import { filterSeries, quartersOf, type ReportParts } from './report-parts.ts';
import { type CellGroups, createCellGroups, eachCell, type PricedSum } from './sum-cells.ts';
import { findUnpriced } from './unpriced.ts';
import { addAll, sumBy, toModelRows, toRows, total } from './usage-rows.ts';
import { addSum, newSum, toDollars, toFigures, totalTokens, type UsageSum } from './usage-sum.ts';

/** Usage of a range of days. */
export function summarize(parts: ReportParts, range: DayRange, query: UsageSummaryQuery): UsageSummary {
  const { granularity = 'day', weekStart = 'monday', breakdowns = true, all: isAll = false } = query;
  const passes = filterSeries(parts, query);
  const periodAt = createPeriods(range.zone, { granularity, weekStart });
  const { periods, sessions } = readPeriods(parts, range, passes, periodAt);

  const all = newSum();
  const totals = { model: newSums(), project: newSums(), agent: newSums() };
  const sums = periods.map(({ groups }) => groups.sums());
  const rows = periods.map(({ period }, index): UsageRow => {
    const some = sums[index] ?? [];
    const own = total(some);
    const byModel = sumBy(some, ({ series }) => series.model);
    const byProject = sumBy(some, ({ series }) => series.project);
    const byAgent = sumBy(some, ({ series }) => series.agent);
    addSum(all, own);
    addAll(totals.model, byModel);
    addAll(totals.project, byProject);
    addAll(totals.agent, byAgent);
    const figures = toFigures(own);
    return {
      date: period.name,
      from: new Date(Math.max(period.fromMs, range.fromMs)).toISOString(),
      to: new Date(Math.min(period.toMs, range.toMs)).toISOString(),
      ...figures,
      totalCost: figures.cost,
      modelsUsed: [...byModel.keys()].sort(),
      modelBreakdowns: breakdowns ? toModelRows(byModel) : [],
      projectBreakdowns: breakdowns ? toRows(byProject, (project) => ({ project })) : [],
      agentBreakdowns: breakdowns ? toRows(byAgent, (agent) => ({ agent })) : [],
    };
  });

  const figures = toFigures(all);
  const savings = toMicrosOf(all.savings);
  const untimed = sumUntimed(parts, passes);
  const flat = sums.flat();
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
        counted: tokensOf(flat, 'counted'),
        reported: tokensOf(flat, 'reported'),
        estimated: tokensOf(flat, 'estimated'),
      },
    },
    daily: rows,
    projectTotals: toRows(totals.project, (project) => ({ project })),
    modelTotals: toRows(totals.model, (model) => ({ model })),
    agentTotals: toRows(totals.agent, (agent) => ({ agent })),
    sessionCounts: countSessions(sessions, parts.priced),
    cacheStats: toCacheStats(all, savings),
    unpriced: findUnpriced([...flat, ...untimed]),
    prices: parts.pricer.provenance,
  };
  if (!isAll) summary.comparison = compare(parts, rangeBefore(range), passes, toMicrosOf(all.cost));
  if (untimed.length > 0) summary.untimed = toFigures(total(untimed));
  return summary;
}

function newSums(): Map<string, UsageSum> {
  return new Map();
}

/** Cells of the range by period, and how many requests each session has in it, with one of its series. */
function readPeriods(
  { days, priced }: ReportParts,
  range: DayRange,
  passes: (series: number) => boolean,
  periodAt: (atMs: number) => Period,
): { periods: { period: Period; groups: CellGroups }[]; sessions: SessionRequests[] } {
  const periods: { period: Period; groups: CellGroups; toQuarter: number }[] = [];
  const sessions: SessionRequests[] = [];
  let last: (typeof periods)[number] | undefined;
  eachCell(days.cells(range.fromMs, range.toMs), { ...quartersOf(range), passes }, (cells, at) => {
    const quarter = cells[at + quarterOf] as number;
    if (last === undefined || quarter >= last.toQuarter) {
      const period = periodAt(quarter * quarterMs);
      last = { period, groups: createCellGroups(priced), toQuarter: Math.ceil(period.toMs / quarterMs) };
      periods.push(last);
    }
    last.groups.add(cells, at);
    const session = cells[at + sessionOf] as number;
    const known = sessions[session] ?? { series: cells[at + seriesOf] as number, requests: 0 };
    known.requests += cells[at + sumsOf] as number;
    sessions[session] = known;
  });
  return { periods, sessions: sessions.filter(({ requests }) => requests > 0) };
}

interface SessionRequests {
  series: number;
  requests: number;
}

function countSessions(sessions: readonly SessionRequests[], priced: PricedSeries): UsageSummary['sessionCounts'] {
  const byProject: Record<string, number> = {};
  const byAgent: Record<string, number> = {};
  for (const { series } of sessions) {
    const { project, agent } = priced.series(series);
    byProject[project] = (byProject[project] ?? 0) + 1;
    byAgent[agent] = (byAgent[agent] ?? 0) + 1;
  }
  return { total: sessions.length, byProject, byAgent };
}

function tokensOf(sums: readonly PricedSum[], basis: UsageBasis): TokenUsage {
  return sums
    .filter(({ series }) => series.basis === basis)
    .reduce<TokenUsage>((into, { sum }) => addTokens(into, sum.tokens), noTokens);
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

function compare(
  { days, priced }: ReportParts,
  prior: DayRange,
  passes: (series: number) => boolean,
  costMicros: number,
): UsageComparison {
  const groups = createCellGroups(priced);
  eachCell(days.cells(prior.fromMs, prior.toMs), { ...quartersOf(prior), passes }, groups.add);
  const before = total(groups.sums());
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

function sumUntimed({ days, priced }: ReportParts, passes: (series: number) => boolean): PricedSum[] {
  const groups = createCellGroups(priced);
  eachCell([days.untimed()], { fromQuarter: 0, toQuarter: 1, passes }, groups.add);
  return groups.sums();
}
