import {
  addTokens,
  cellFields,
  type ModelUsage,
  noTokens,
  type Pricer,
  sessionCellFields,
  type TokenUsage,
  toMicros,
  type UsageBasis,
  type UsageComparison,
  type UsageRow,
  type UsageSummary,
  type UsageSummaryQuery,
} from '@belfry/core';
import type { DayCells } from './day-cells.ts';
import { type DayRange, rangeBefore } from './day-range.ts';
import { createPeriods, type Period } from './period.ts';
import type { PricedSeries } from './price-series.ts';
import { quarterMs } from './quarter.ts';
import { createSeriesFilter } from './series-filter.ts';
import { type CellGroups, createCellGroups, eachCell, type PricedSum } from './sum-cells.ts';
import { findUnpriced } from './unpriced.ts';
import { addSum, newSum, toDollars, toFigures, totalTokens, type UsageSum } from './usage-sum.ts';

export interface ReportParts {
  days: DayCells;
  priced: PricedSeries;
  pricer: Pricer;
}

/** Usage of a range of days. */
export function summarize(parts: ReportParts, range: DayRange, query: UsageSummaryQuery): UsageSummary {
  const { granularity = 'day', weekStart = 'monday', breakdowns = true, all = false } = query;
  const { days, priced } = parts;
  const filter = createSeriesFilter(query);
  const passes = (series: number) => filter(priced.series(series));
  const periodAt = createPeriods(range.zone, { granularity, weekStart });

  const periods: { period: Period; groups: CellGroups }[] = [];
  let last: { period: Period; groups: CellGroups; toQuarter: number } | undefined;
  eachCell(
    days.cells(range.fromMs, range.toMs),
    { size: cellFields.length, ...quartersOf(range), passes },
    (cells, offset) => {
      const quarter = cells[offset] as number;
      if (last === undefined || quarter >= last.toQuarter) {
        const period = periodAt(quarter * quarterMs);
        last = { period, groups: createCellGroups(priced), toQuarter: Math.ceil(period.toMs / quarterMs) };
        periods.push(last);
      }
      last.groups.add(cells, offset);
    },
  );

  const total = newSum();
  const totals = {
    model: new Map<string, UsageSum>(),
    project: new Map<string, UsageSum>(),
    agent: new Map<string, UsageSum>(),
  };
  const sums = periods.map(({ groups }) => groups.sums());
  const rows = sums.map((some, index): UsageRow => {
    const { period } = periods[index] as (typeof periods)[number];
    const own = newSum();
    const byModel = sumBy(some, ({ series }) => series.model);
    const byProject = sumBy(some, ({ series }) => series.project);
    const byAgent = sumBy(some, ({ series }) => series.agent);
    for (const sum of byAgent.values()) addSum(own, sum);
    addSum(total, own);
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

  const flat = sums.flat();
  const figures = toFigures(total);
  const savings = toMicros(total.savings);
  const untimed = sumUntimed(parts, passes);
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
    sessionCounts: countSessions(parts, range, passes),
    cacheStats: toCacheStats(total, savings),
    unpriced: findUnpriced([...flat, ...untimed]),
    prices: parts.pricer.provenance,
  };
  if (!all) summary.comparison = compare(parts, rangeBefore(range), passes, total);
  if (untimed.length > 0) summary.untimed = toFigures(untimed.reduce((into, { sum }) => addSum(into, sum), newSum()));
  return summary;
}

export function quartersOf({ fromMs, toMs }: Pick<DayRange, 'fromMs' | 'toMs'>): {
  fromQuarter: number;
  toQuarter: number;
} {
  return { fromQuarter: Math.ceil(fromMs / quarterMs), toQuarter: Math.ceil(toMs / quarterMs) };
}

export function sumBy(sums: readonly PricedSum[], nameOf: (one: PricedSum) => string): Map<string, UsageSum> {
  const byName = new Map<string, UsageSum>();
  for (const one of sums) {
    const name = nameOf(one);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, addSum(newSum(), one.sum));
    else addSum(known, one.sum);
  }
  return byName;
}

function addAll(into: Map<string, UsageSum>, from: ReadonlyMap<string, UsageSum>): void {
  for (const [name, sum] of from) {
    const known = into.get(name) ?? newSum();
    into.set(name, addSum(known, sum));
  }
}

/** Dearest first, then by name. */
export function toRows<Name extends object>(byName: ReadonlyMap<string, UsageSum>, toName: (name: string) => Name) {
  return [...byName]
    .sort(([a, { cost }], [b, other]) => (cost === other.cost ? (a < b ? -1 : 1) : cost < other.cost ? 1 : -1))
    .map(([name, sum]) => ({ ...toName(name), ...toFigures(sum) }));
}

export function toModelRows(byModel: ReadonlyMap<string, UsageSum>): (ModelUsage & { modelName: string })[] {
  return toRows(byModel, (model) => ({ modelName: model, model }));
}

function tokensOf(sums: readonly PricedSum[], basis: UsageBasis): TokenUsage {
  return sums.reduce<TokenUsage>(
    (into, { series, sum }) => (series.basis === basis ? addTokens(into, sum.tokens) : into),
    noTokens,
  );
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
  total: UsageSum,
): UsageComparison {
  const groups = createCellGroups(priced);
  eachCell(days.cells(prior.fromMs, prior.toMs), { size: cellFields.length, ...quartersOf(prior), passes }, groups.add);
  const before = groups.sums().reduce((into, { sum }) => addSum(into, sum), newSum());
  const micros = toMicros(before.cost);
  return {
    priorFrom: prior.from,
    priorTo: prior.to,
    priorTotalCost: toDollars(micros),
    priorTotalCostMicros: micros,
    priorTotalTokens: totalTokens(before.tokens),
    deltaPct: micros === 0 ? 0 : (toMicros(total.cost) - micros) / micros,
  };
}

function sumUntimed({ days, priced }: ReportParts, passes: (series: number) => boolean): PricedSum[] {
  const groups = createCellGroups(priced);
  const everything = { size: cellFields.length, fromQuarter: 0, toQuarter: 1, passes };
  eachCell([days.untimed()], everything, groups.add);
  return groups.sums();
}

function countSessions(
  { days, priced }: ReportParts,
  range: DayRange,
  passes: (series: number) => boolean,
): UsageSummary['sessionCounts'] {
  const sessions = new Map<number, { agent: string; project: string }>();
  const session = sessionCellFields.indexOf('session');
  const wanted = { size: sessionCellFields.length, ...quartersOf(range), passes };
  eachCell(days.sessionCells(range.fromMs, range.toMs), wanted, (cells, offset) => {
    const key = cells[offset + session] as number;
    if (!sessions.has(key)) sessions.set(key, priced.series(cells[offset + 1] as number));
  });
  const count = (nameOf: (one: { agent: string; project: string }) => string) => {
    const counts = [...Map.groupBy(sessions.values(), nameOf)].map(([name, group]) => [name, group.length] as const);
    return Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return { total: sessions.size, byProject: count(({ project }) => project), byAgent: count(({ agent }) => agent) };
}
