import type { UnpricedModel, UsageBasis, UsageRow } from '@belfry/core';
import { addTokens, noTokens, type TokenUsage } from '@belfry/core';
import { seriesOf, sessionOf, sumsOf } from './cell.ts';
import type { Period } from './period.ts';
import { type NumberFilter, quartersOf, type ReportParts } from './report-parts.ts';
import { createCellGroups, eachCell } from './sum-cells.ts';
import { findUnpriced } from './unpriced.ts';
import { sumBy, toModelRows, toRows, total } from './usage-rows.ts';
import { toFigures, type UsageSum } from './usage-sum.ts';

/** Usage of one period, ready to be shown and to be added to that of others. */
export interface PeriodUsage {
  row: UsageRow;
  sum: UsageSum;
  byModel: ReadonlyMap<string, UsageSum>;
  byProject: ReadonlyMap<string, UsageSum>;
  byAgent: ReadonlyMap<string, UsageSum>;
  byBasis: Record<UsageBasis, TokenUsage>;
  unpriced: UnpricedModel[];
  sessions: SessionRequests[];
}

/** Requests of a session, by its number in cells, with one of its series. */
export interface SessionRequests {
  session: number;
  series: number;
  requests: number;
}

/** Usage of a period as far as it lies in the range; nothing when there is none. */
export function readPeriod(parts: ReportParts, period: Period, filter: NumberFilter): PeriodUsage | undefined {
  const { days, priced } = parts;
  const groups = createCellGroups(priced);
  const sessions: SessionRequests[] = [];
  const wanted = { ...quartersOf(period), passes: filter.passes };
  eachCell(days.cells(period.fromMs, period.toMs), wanted, (cells, at) => {
    groups.add(cells, at);
    const session = cells[at + sessionOf] as number;
    const known = sessions[session] ?? { session, series: cells[at + seriesOf] as number, requests: 0 };
    known.requests += cells[at + sumsOf] as number;
    sessions[session] = known;
  });
  const sums = groups.sums();
  if (sums.length === 0) return undefined;

  const sum = total(sums);
  const figures = toFigures(sum);
  const byModel = sumBy(sums, ({ series }) => series.model);
  const byProject = sumBy(sums, ({ series }) => series.project);
  const byAgent = sumBy(sums, ({ series }) => series.agent);
  const tokensOf = (basis: UsageBasis) =>
    sums
      .filter(({ series }) => series.basis === basis)
      .reduce<TokenUsage>((into, one) => addTokens(into, one.sum.tokens), noTokens);
  return {
    sum,
    byModel,
    byProject,
    byAgent,
    byBasis: { counted: tokensOf('counted'), reported: tokensOf('reported'), estimated: tokensOf('estimated') },
    unpriced: findUnpriced(sums),
    sessions: sessions.filter((one) => one !== undefined),
    row: {
      date: period.name,
      from: new Date(period.fromMs).toISOString(),
      to: new Date(period.toMs).toISOString(),
      ...figures,
      totalCost: figures.cost,
      modelsUsed: [...byModel.keys()].sort(),
      modelBreakdowns: toModelRows(byModel),
      projectBreakdowns: toRows(byProject, (project) => ({ project })),
      agentBreakdowns: toRows(byAgent, (agent) => ({ agent })),
    },
  };
}
