import { agents, createContentReader } from '@belfry/ingest';
import { openReadStore } from '@belfry/store';
import { aBearer, aServer } from '../../packages/api/src/testing/a-server.ts';
import { anArchive } from '../../packages/api/src/testing/an-archive.ts';
import { createRandom } from '../corpus/random.ts';
import { wideArchive } from '../corpus/wide-archive.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { milliseconds, percentile } from '../support/statistics.ts';

const asksEach = 100;

/** P9: every list a page shows, over HTTP, on an archive of a million messages, with questions that vary. */
export async function measureDashboard(context: BenchContext): Promise<BenchResult[]> {
  const store = openReadStore({ path: wideArchive(context), content: createContentReader(agents) });
  const stats = await store.stats();
  await using server = await aServer({ archive: { ...anArchive(), ...store } });
  const origin = await server.listen();
  const ask = async (path: string) => {
    const response = await fetch(`${origin}api/v1/${path}`, { headers: { authorization: aBearer } });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as { items?: Record<string, unknown>[]; next?: string };
  };

  const questions = await toQuestions(ask);
  const floor: number[] = [];
  const times = new Map(questions.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < asksEach; round++) {
    // The least an answer over HTTP costs here.
    floor.push(await timed(() => ask('version')));
    for (const { name, path } of questions) {
      const url = path(round);
      times.get(name)?.push(await timed(() => ask(url)));
    }
  }
  store.close();
  for (const [name, values] of times) {
    context.log(`${name}: p50 ${milliseconds(percentile(values, 50))}, p95 ${milliseconds(percentile(values, 95))}`);
  }
  const worst = [...times].map(([name, values]) => ({ name, p95: percentile(values, 95) }));
  const [slowest] = worst.sort((a, b) => b.p95 - a.p95);
  const p95 = slowest?.p95 ?? Number.NaN;
  return [
    {
      id: 'P9',
      what: `${questions.length} lists over HTTP, archive of ${stats.messages} messages and ${stats.toolCalls} calls in ${stats.sessions} sessions`,
      floor: `an answer without a query p95 ${milliseconds(percentile(floor, 95))}`,
      ours: `slowest p95 ${milliseconds(p95)} (${slowest?.name}), median of the p95s ${milliseconds(
        percentile(
          worst.map((one) => one.p95),
          50,
        ),
      )}`,
      budget: 'p95 ≤ 25 ms each',
      met: p95 <= 25,
    },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

interface Question {
  name: string;
  path(round: number): string;
}

/** Questions with their parameters taken from what the archive holds, others every round. */
async function toQuestions(
  ask: (path: string) => Promise<{ items?: Record<string, unknown>[]; next?: string }>,
): Promise<Question[]> {
  const random = createRandom(7);
  const pick = <T>(list: readonly T[]) => random.pick(list);
  const ids =
    (await ask('sessions?limit=300&sort=messages')).items?.map(({ id }) => encodeURIComponent(id as string)) ?? [];
  const parents =
    (await ask('sessions?limit=100&hasChildren=true')).items?.map(({ id }) => encodeURIComponent(id as string)) ?? [];
  const projects = (await ask('projects')).items?.map(({ name }) => encodeURIComponent(name as string)) ?? [];
  const edits = (await ask('edits?limit=200')).items as { path: string; sessionId: string; call: { callId: string } }[];
  const day = () => new Date(Date.UTC(2025, 11, 1) + random.integer(0, 340) * 86_400_000).toISOString().slice(0, 10);
  const deep = async (list: string) => {
    const cursors: string[] = [];
    for (
      let page = await ask(list);
      page.next && cursors.length < 20;
      page = await ask(`${list}&cursor=${page.next}`)
    ) {
      cursors.push(page.next);
    }
    return cursors;
  };
  const feedCursors = await deep('feed?limit=200');
  const editCursors = await deep('edits?limit=200');
  const path = (of: { path: string }) => encodeURIComponent(of.path);
  return [
    { name: 'sessions', path: () => 'sessions' },
    { name: 'sessions of a project', path: () => `sessions?project=${pick(projects)}` },
    { name: 'sessions by tokens', path: () => 'sessions?sort=tokens' },
    { name: 'sessions by project', path: () => 'sessions?sort=project&limit=100' },
    { name: 'facets of sessions', path: () => 'sessions/facets?timezone=Europe/Berlin' },
    { name: 'sessions with errors since a day', path: () => `sessions?hasError=true&from=${day()}` },
    { name: 'sessions by text', path: () => `sessions?text=${random.integer(1, 9999)}` },
    { name: 'one session', path: () => `sessions/${pick(ids)}` },
    { name: 'newest messages', path: () => `sessions/${pick(ids)}/messages` },
    { name: 'prompts', path: () => `sessions/${pick(ids)}/messages?variant=prompt&edge=start` },
    { name: 'tool calls', path: () => `sessions/${pick(ids)}/tool-calls` },
    { name: 'tree', path: () => `sessions/${pick(parents)}/tree?whole=true` },
    { name: 'feed', path: () => 'feed' },
    { name: 'feed, further back', path: () => `feed?cursor=${pick(feedCursors)}` },
    { name: 'feed from a day back', path: () => `feed?to=${day()}` },
    { name: 'feed of a project', path: () => `feed?project=${pick(projects)}` },
    { name: 'feed of failures', path: () => `feed?hasError=true&to=${day()}` },
    { name: 'feed of a rare kind', path: () => `feed?kind=compaction&to=${day()}` },
    { name: 'edits', path: () => 'edits' },
    { name: 'edits, further back', path: () => `edits?cursor=${pick(editCursors)}` },
    { name: 'edits of a file', path: () => `edits?path=${path(pick(edits))}` },
    { name: 'edits below a directory', path: () => `edits?path=/home/dev/src/project-${random.integer(1, 50)}` },
    { name: 'edits by a piece of the path', path: () => `edits?text=part-${random.integer(1, 300)}` },
    { name: 'edits of a project', path: () => `edits?project=${pick(projects)}` },
    {
      name: 'one call',
      path: () => {
        const { sessionId, call } = pick(edits);
        return `sessions/${encodeURIComponent(sessionId)}/tool-calls/${call.callId}`;
      },
    },
    { name: 'projects', path: () => 'projects' },
    { name: 'stats', path: () => 'stats' },
    { name: 'issues', path: () => 'issues' },
  ];
}
