import type { AgentUsage, ModelUsage, ProjectUsage, UsageFigures, UsageRow, UsageSummary } from '@belfry/core';
import { toPeriods } from './periods.ts';
import type { Dimension, Measure, UsageSpan } from './usage-place.ts';

/** A chart tells at most so many apart by name; the rest is one series. */
const named = 4;

/** Figures of one model, project or agent. */
export type NamedUsage = UsageFigures & { name: string };

/** One colour of the chart: a name, or all those left over. */
export interface Series {
  names: readonly string[];
  label: string;
  total: number;
}

/** One bar: what each series used in a period. */
export interface Bar {
  period: string;
  values: number[];
  total: number;
  figures: UsageRow | undefined;
}

export interface Stacks {
  series: Series[];
  bars: Bar[];
}

/** Micro-dollars or tokens. */
export function measured(figures: UsageFigures, measure: Measure): number {
  return measure === 'cost' ? figures.costMicros : figures.totalTokens;
}

/** Totals of the range by a dimension, largest first. */
export function totalsBy(summary: UsageSummary, by: Dimension, measure: Measure): NamedUsage[] {
  const totals = nameParts(by, {
    model: summary.modelTotals,
    project: summary.projectTotals,
    agent: summary.agentTotals,
  });
  return totals.sort((a, b) => measured(b, measure) - measured(a, measure) || a.name.localeCompare(b.name));
}

/** The bars of a span, each stacked by a dimension in the order of the totals. */
export function toStacks(summary: UsageSummary, span: UsageSpan, by: Dimension, measure: Measure): Stacks {
  const totals = totalsBy(summary, by, measure).filter((total) => measured(total, measure) > 0);
  const apart = totals.length > named + 1 ? named : totals.length;
  const series: Series[] = totals
    .slice(0, apart)
    .map((total) => ({ names: [total.name], label: total.name, total: measured(total, measure) }));
  const rest = totals.slice(apart);
  if (rest.length > 0) {
    const total = rest.reduce((sum, figures) => sum + measured(figures, measure), 0);
    series.push({ names: rest.map((figures) => figures.name), label: `${rest.length} more`, total });
  }
  const rows = new Map(summary.daily.map((row) => [row.date, row]));
  const periods = [...new Set([...toPeriods(span), ...rows.keys()])].sort();
  return { series, bars: periods.map((period) => toBar(period, rows.get(period), series, by, measure)) };
}

function toBar(
  period: string,
  figures: UsageRow | undefined,
  series: readonly Series[],
  by: Dimension,
  measure: Measure,
): Bar {
  const byName = new Map<string, number>();
  if (figures !== undefined) {
    const parts = nameParts(by, {
      model: figures.modelBreakdowns,
      project: figures.projectBreakdowns,
      agent: figures.agentBreakdowns,
    });
    for (const part of parts) byName.set(part.name, measured(part, measure));
  }
  const values = series.map(({ names }) => names.reduce((sum, name) => sum + (byName.get(name) ?? 0), 0));
  return { period, values, total: figures === undefined ? 0 : measured(figures, measure), figures };
}

function nameParts(
  by: Dimension,
  totals: { model: readonly ModelUsage[]; project: readonly ProjectUsage[]; agent: readonly AgentUsage[] },
): NamedUsage[] {
  switch (by) {
    case 'model':
      return totals.model.map((figures) => ({ ...figures, name: figures.model }));
    case 'project':
      return totals.project.map((figures) => ({ ...figures, name: figures.project }));
    case 'agent':
      return totals.agent.map((figures) => ({ ...figures, name: figures.agent }));
  }
}
