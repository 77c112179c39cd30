import type { JsonText, UsagePort } from '@belfry/api';
import { agents, createContentReader } from '@belfry/ingest';
import { createPricer } from '@belfry/pricing';
import { openArchiveWriter, openReadStore } from '@belfry/store';
import { createUsageReports, toReportJson, type UsageReports } from '@belfry/usage';
import { aBearer, aServer } from '../../packages/api/src/testing/a-server.ts';
import { wideArchive } from '../corpus/wide-archive.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { milliseconds, percentile } from '../support/statistics.ts';

const asksEach = 100;
const dayMs = 86_400_000;

/** P9, usage: reports over HTTP on an archive of a million messages, days at rest packed as they are in idle time. */
export async function measureUsageReports(context: BenchContext): Promise<BenchResult[]> {
  const path = wideArchive(context);
  const writer = openArchiveWriter({ path });
  while (writer.fold(1_000_000) > 0);
  writer.close();
  const store = openReadStore({ path, content: createContentReader(agents) });
  const days = store.usage.days(1, 1e6);
  const lastMs = ((days.at(-1)?.day ?? 0) + 1) * dayMs - 1;
  const reports = createUsageReports(store.usage, { pricer: createPricer(), clock: { now: () => lastMs } });
  await using server = await aServer({ usage: toPort(reports) });
  const origin = await server.listen();
  const ask = async (url: string) => {
    const start = performance.now();
    const response = await fetch(`${origin}api/v1/${url}`, { headers: { authorization: aBearer } });
    if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
    await response.json();
    return performance.now() - start;
  };
  const from = (daysBack: number) => `from=${new Date(lastMs - daysBack * dayMs).toISOString().slice(0, 10)}`;
  const questions = {
    month: `usage/summary?${from(29)}&timezone=Europe/Berlin`,
    year: `usage/summary?${from(364)}&timezone=Europe/Berlin`,
    'year by week': `usage/summary?${from(364)}&timezone=America/Los_Angeles&granularity=week`,
    'sessions of a month': `usage/sessions?${from(29)}`,
    'sessions of a year': `usage/sessions?${from(364)}&limit=100`,
    'blocks of a month': `usage/blocks?${from(29)}`,
  };
  const floor: number[] = [];
  const first = new Map<string, number>();
  const times = new Map<string, number[]>();
  for (const [name, url] of Object.entries(questions)) first.set(name, await ask(url));
  for (let round = 0; round < asksEach; round++) {
    floor.push(await ask('version'));
    for (const [name, url] of Object.entries(questions)) times.set(name, [...(times.get(name) ?? []), await ask(url)]);
  }
  store.close();
  const at = (name: keyof typeof questions, p: number) => percentile(times.get(name) ?? [], p);
  for (const [name, values] of times) {
    const [p50, p99] = [percentile(values, 50), percentile(values, 99)];
    context.log(
      `${name}: first ${milliseconds(first.get(name) ?? 0)}, p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}`,
    );
  }
  const [month, year] = [at('month', 99), at('year', 99)];
  const asked = `${days.length} days with usage`;
  return [
    {
      id: 'P9',
      what: `usage over HTTP, ${asked}: p99 of 30 days and of a year with every breakdown, and what the first asking of each cost`,
      floor: `an answer without a query p99 ${milliseconds(percentile(floor, 99))}`,
      ours: `30 days ${milliseconds(month)} (first ${milliseconds(first.get('month') ?? 0)}), a year ${milliseconds(year)} (first ${milliseconds(first.get('year') ?? 0)})`,
      budget: '30 days ≤ 5 ms, a year ≤ 25 ms',
      met: month <= 5 && year <= 25,
    },
  ];
}

/** The reports on this thread, as the daemon's reader gives them. */
function toPort(reports: UsageReports): UsagePort {
  const text = <T extends object>(value: T): JsonText<T> => toReportJson(value);
  const maybe = <T extends object>(value: T | undefined) => (value === undefined ? undefined : text(value));
  return {
    summary: async (query) => text(reports.summary(query)),
    sessions: async (query) => text(reports.sessions(query)),
    blocks: async (query) => text(reports.blocks(query)),
    quota: async (query) => text(reports.quota(query)),
    session: async (id) => maybe(reports.session(id)),
    requests: async (id, query) => maybe(reports.requests(id, query)),
    series: async (id, query) => maybe(reports.series(id, query)),
  };
}
