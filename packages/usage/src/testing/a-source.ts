import { noTokens, type PriceQuote, type Pricer, type QuotaSample, type TokenUsage } from '@belfry/core';
import { createUsageReports } from '../create-usage-reports.ts';
import type { UsageReports } from '../usage-reports.ts';
import { createUsageTally, type TallyRequest, type TallySession, type UsageTally } from '../usage-tally.ts';

/** Micro-dollars a token: `cheap` 1 in and 10 out, `dear` ten times as much, cache reads a tenth, writes a fifth more. */
function somePrices(): Pricer {
  const always = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
  const quote = (unit: bigint): PriceQuote => ({
    ...always,
    rates: {
      input: 10n * unit,
      output: 100n * unit,
      cacheRead: unit,
      cacheWrite5m: 12n * unit,
      cacheWrite1h: 20n * unit,
      webSearch: 10_000n * 1_000_000n,
    },
  });
  const known: Record<string, PriceQuote> = { cheap: quote(100_000n), dear: quote(1_000_000n) };
  const unknown: PriceQuote = { ...always, reason: 'unknown' };
  return {
    provenance: { source: 'a test', date: '2026-01-01', overrides: [] },
    quote: ({ model = '' }) => known[model] ?? unknown,
  };
}

export interface ASource {
  tally: UsageTally;
  reports: UsageReports;
}

export type SomeRequest = Omit<Partial<TallyRequest>, 'at' | 'tokens'> & { at?: string; tokens?: Partial<TokenUsage> };

/** Reports over requests at hand. A session that is only named is of the agent its id says, in project `engine`. */
export function aSource(
  {
    sessions = [],
    requests = [],
    samples = [],
  }: { sessions?: readonly TallySession[]; requests?: readonly SomeRequest[]; samples?: readonly QuotaSample[] },
  now = '2026-11-20T12:00:00Z',
): ASource {
  const tally = createUsageTally();
  for (const session of sessions) tally.addSession(session);
  for (const { session = 'claude:s1', at, tokens, ...request } of requests) {
    const [agent = ''] = session.split(':');
    tally.addSession({ id: session, agent, project: 'engine', title: '' });
    tally.addRequest({
      session,
      model: 'cheap',
      priceClass: 'standard',
      basis: 'counted',
      tokens: { ...noTokens, ...tokens },
      ...(at === undefined ? {} : { at: Date.parse(at) }),
      ...request,
    });
  }
  for (const sample of samples) tally.addQuotaSample(sample);
  return { tally, reports: createUsageReports(tally, { pricer: somePrices(), clock: { now: () => Date.parse(now) } }) };
}
