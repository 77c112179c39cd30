import type { ModelUsage, Pricer, SessionUsage, UsageFigures, UsageSession, UsageSource } from '@belfry/core';
import { displayNameOf } from './session-list.ts';
import { type PricedRequest, priceRequests, sumRequest } from './session-requests.ts';
import type { PricedSum } from './sum-cells.ts';
import { findUnpriced } from './unpriced.ts';
import { sumBy, toRows, total } from './usage-rows.ts';
import { toFigures } from './usage-sum.ts';

/** What a session used over its whole life, alone and with everything below it. */
export function toSessionUsage(parts: { source: UsageSource; pricer: Pricer }, session: UsageSession): SessionUsage {
  const below = parts.source.descendants(session.key);
  const sumsOf = (one: UsageSession) => {
    const requests = priceRequests(parts, one, { includeSubagents: false });
    const [counted = [], elsewhere = []] = [true, false].map((isCounted) =>
      requests.filter(({ request }) => (request.countedIn === undefined) === isCounted).map(toPricedSum),
    );
    return { counted, elsewhere };
  };
  const own = sumsOf(session);
  const ofBelow = below.map((one) => ({ session: one, sums: sumsOf(one).counted }));
  const all = [...own.counted, ...ofBelow.flatMap(({ sums }) => sums)];
  const usage: SessionUsage = {
    sessionId: session.id,
    own: toShare(own.counted),
    withSubagents: toShare(all),
    countedElsewhere: toFigures(total(own.elsewhere)),
    subagents: ofBelow.map(({ session: one, sums }) => ({
      ...toFigures(total(sums)),
      sessionId: one.id,
      parentId: one.parentId ?? session.id,
      displayName: displayNameOf(one),
      ...(one.agentType === undefined ? {} : { agentType: one.agentType }),
    })),
    unpriced: findUnpriced(all),
  };
  if (session.reportedCostMicros !== undefined) usage.reportedCostMicros = session.reportedCostMicros;
  return usage;
}

function toPricedSum(one: PricedRequest): PricedSum {
  const { model, priceClass, basis, reportedCostMicros } = one.request;
  const { agent, project } = one.session;
  const hasReportedCost = reportedCostMicros !== undefined;
  return {
    series: { agent, project, model, priceClass, promptOver: 0, basis, hasReportedCost },
    quote: one.quote,
    sum: sumRequest(one),
  };
}

function toShare(sums: readonly PricedSum[]): UsageFigures & { modelBreakdowns: ModelUsage[] } {
  const byModel = sumBy(sums, ({ series }) => series.model);
  return { ...toFigures(total(sums)), modelBreakdowns: toRows(byModel, (model) => ({ model })) };
}
