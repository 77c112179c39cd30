import { agents, createContentReader } from '@belfry/ingest';
import { openReadStore } from '@belfry/store';
import { aBearer, aServer } from '../../packages/api/src/testing/a-server.ts';
import { anArchive } from '../../packages/api/src/testing/an-archive.ts';
import { searchQuestions } from '../corpus/search-questions.ts';
import { searchedArchive } from '../corpus/searched-archive.ts';
import { corpus } from '../support/corpora.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { timeSnippets } from '../support/snippets.ts';
import { milliseconds, percentile } from '../support/statistics.ts';

const questionCount = 250;
const pageSize = 20;

interface Answer {
  items: unknown[];
  matched: 'words' | 'text';
}

/** P8: pages of 20 hits over HTTP, newest first and by rank, each question new; and what 20 snippets cost alone. */
export async function measureSearch(context: BenchContext): Promise<BenchResult[]> {
  const path = await searchedArchive(context);
  const { files, bytes } = corpus('large', context);
  const store = openReadStore({ path, content: createContentReader(agents) });
  const stats = await store.stats();
  await using server = await aServer({ archive: { ...anArchive(), ...store } });
  const origin = await server.listen();
  const ask = async (url: string) => {
    const start = performance.now();
    const response = await fetch(`${origin}api/v1/${url}`, { headers: { authorization: aBearer } });
    if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
    const answer = (await response.json()) as Answer;
    return { ms: performance.now() - start, answer };
  };

  const floor: number[] = [];
  const newest: number[] = [];
  const ranked: number[] = [];
  const scans: number[] = [];
  let full = 0;
  for (const question of searchQuestions(files, questionCount)) {
    floor.push((await ask('version')).ms);
    const url = `search?q=${encodeURIComponent(question)}&limit=${pageSize}`;
    const { ms, answer } = await ask(url);
    // Words that stand nowhere together: looked for letter by letter, a stretch of the archive a page.
    (answer.matched === 'words' ? newest : scans).push(ms);
    if (answer.items.length === pageSize) full += 1;
    if (answer.matched === 'words') ranked.push((await ask(`${url}&sort=relevance`)).ms);
  }
  store.close();
  const snippets = timeSnippets(path, pageSize, questionCount);
  const at = (list: readonly number[]) =>
    [50, 95, 99].map((p) => `p${p} ${milliseconds(percentile(list, p))}`).join(', ');
  context.log(`newest: ${at(newest)}; ranked: ${at(ranked)}; snippets: ${at(snippets)}`);
  if (scans.length > 0) context.log(`scans (${scans.length}): ${at(scans)}`);
  const [newestP99, rankedP95, snippetsP99] = [
    percentile(newest, 99),
    percentile(ranked, 95),
    percentile(snippets, 99),
  ];
  return [
    {
      id: 'P8',
      what: `search over HTTP in an archive of ${Math.round(bytes / 1e6)} MB, ${stats.messages} messages: ${newest.length} questions (${full} full pages; ${scans.length} more were answered by a scan); ${pageSize} snippets of texts anywhere`,
      floor: `an answer without a query p99 ${milliseconds(percentile(floor, 99))}`,
      ours: `newest first p99 ${milliseconds(newestP99)}, ranked p95 ${milliseconds(rankedP95)}, snippets p99 ${milliseconds(snippetsP99)}`,
      budget: 'newest first p99 ≤ 25 ms, ranked p95 ≤ 50 ms, snippets p99 ≤ 10 ms',
      met: newestP99 <= 25 && rankedP95 <= 50 && snippetsP99 <= 10,
    },
  ];
}
