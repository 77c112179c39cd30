import {
  type CostPoint,
  type CostSeries,
  type CostSeriesQuery,
  type Page,
  type PriceQuote,
  type Pricer,
  type RequestUsage,
  type SessionRequestsQuery,
  toPromptStep,
  type UsageRequest,
  type UsageSession,
  type UsageSource,
} from '@belfry/core';
import { costAt, toMicrosOf, toNumberRates } from './money.ts';
import { toPage } from './page.ts';
import { evenly } from './thin.ts';
import { addSum, newSum, toDollars, toFigures, toSum, totalTokens, type UsageSum } from './usage-sum.ts';

/** A request with the session that made it and its price. */
export interface PricedRequest {
  request: UsageRequest;
  session: UsageSession;
  quote: PriceQuote;
}

/** Requests of a session, and of those below it when asked, in order of time, those without one last. */
export function priceRequests(
  { source, pricer }: { source: UsageSource; pricer: Pricer },
  session: UsageSession,
  { includeSubagents }: { includeSubagents: boolean },
): PricedRequest[] {
  const sessions = includeSubagents ? [session, ...source.descendants(session.key)] : [session];
  const all = sessions.flatMap((one) =>
    source.requests(one.key).map((request) => ({ request, session: one, quote: quoteOf(pricer, one, request) })),
  );
  return sessions.length === 1 ? all : all.sort((a, b) => timeOf(a.request) - timeOf(b.request));
}

function quoteOf(pricer: Pricer, { agent }: UsageSession, { model, priceClass, at, tokens }: UsageRequest): PriceQuote {
  return pricer.quote({ agent, model, priceClass, at, promptOver: toPromptStep(tokens) });
}

function timeOf({ at }: UsageRequest): number {
  return at ?? Number.POSITIVE_INFINITY;
}

export function sumRequest({ request, quote }: PricedRequest): UsageSum {
  const { tokens, basis, reportedCostMicros = 0 } = request;
  const hasReportedCost = request.reportedCostMicros !== undefined;
  return toSum({ requests: 1, tokens, basis, quote, hasReportedCost, reportedCostMicros });
}

/** Every request of a session, a page at a time. */
export function listRequests(
  requests: readonly PricedRequest[],
  { cursor, limit = 200 }: SessionRequestsQuery,
): Page<RequestUsage> {
  type Place = [index: number];
  const placed = requests.map((one, index) => ({ one, place: [index] as Place }));
  const { items, ...page } = toPage(placed, {
    cursor,
    limit,
    placeOf: ({ place }) => place,
    compare: ([a], [b]) => a - b,
  });
  return { ...page, items: items.map(({ one }) => toView(one)) };
}

function toView({ request, session, quote }: PricedRequest): RequestUsage {
  const { at, messageKey, reportedCostMicros, countedIn, model, priceClass, tokens, basis } = request;
  const view: RequestUsage = { sessionId: session.id, model, priceClass, tokens, basis };
  if (at !== undefined) view.at = new Date(at).toISOString();
  if (messageKey !== undefined) view.messageKey = messageKey;
  if (reportedCostMicros !== undefined) view.reportedCostMicros = reportedCostMicros;
  if (countedIn !== undefined) view.countedIn = countedIn;
  if (quote.rates !== undefined) {
    view.costMicros = toMicrosOf(costAt(toNumberRates(quote.rates), tokens));
    view.cost = toDollars(view.costMicros);
  }
  return view;
}

/** What a session has cost up to each of its requests; those another session counts are not its own. */
export function toCostSeries(
  session: UsageSession,
  requests: readonly PricedRequest[],
  { includeSubagents = true, points = 500 }: CostSeriesQuery,
): CostSeries {
  const counted = requests.filter(({ request }) => request.countedIn === undefined);
  const running = newSum();
  const untimed = newSum();
  const curve: CostPoint[] = [];
  for (const one of counted) {
    const { at } = one.request;
    if (at === undefined) {
      addSum(untimed, sumRequest(one));
      continue;
    }
    addSum(running, sumRequest(one));
    curve.push(toPoint(at, running));
  }
  return {
    sessionId: session.id,
    includesSubagents: includeSubagents,
    points: evenly(curve, points),
    untimed: toFigures(untimed),
    unpricedTokens: running.unpricedTokens + untimed.unpricedTokens,
  };
}

function toPoint(at: number, { cost, tokens, requests }: UsageSum): CostPoint {
  const costMicros = toMicrosOf(cost);
  return {
    at: new Date(at).toISOString(),
    cost: toDollars(costMicros),
    costMicros,
    totalTokens: totalTokens(tokens),
    outputTokens: tokens.output,
    requests,
  };
}
