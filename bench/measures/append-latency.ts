import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { decodeSse } from '@belfry/events';
import { startTranscript } from '../../e2e/support/claude-lines.ts';
import { corpus } from '../support/corpora.ts';
import { type BenchDaemon, imported, importing, startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { milliseconds, percentile } from '../support/statistics.ts';
import { watchImport } from '../support/watch-import.ts';

const sessions = 50;
const appends = 2000;

interface Appended {
  sent: number;
  latencies: number[];
}

/** P6: a line is appended to one of 50 live files; its event arrives at an SSE client. At rest, and beside an import. */
export async function measureAppendLatency(context: BenchContext): Promise<BenchResult[]> {
  const atRest = await measureAtRest(context);
  return [atRest, await measureBesideImport(context)];
}

async function measureAtRest(context: BenchContext): Promise<BenchResult> {
  const { root, files } = corpus('many', context);
  const belfry = await startOn(root);
  await imported(belfry, files.length);
  const transcripts = beginTranscripts(belfry);
  await imported(belfry, files.length + sessions);
  const { sent, latencies } = await appendTo(belfry, transcripts, (count) => count < appends);
  forget(transcripts);
  await belfry.remove();
  const [p50, p99] = [percentile(latencies, 50), percentile(latencies, 99)];
  return {
    id: 'P6',
    what: `line appended → SSE frame read, ${sessions} live sessions, ${files.length} files watched (${latencies.length} of ${sent} arrived)`,
    ours: `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}`,
    budget: 'p50 ≤ 5 ms, p99 ≤ 25 ms',
    met: latencies.length === sent && p50 <= 5 && p99 <= 25,
  };
}

/** From the first file that is imported until all that was there before can be searched. */
async function measureBesideImport(context: BenchContext): Promise<BenchResult> {
  const { root, files, bytes } = corpus('large', context);
  const belfry = await startOn(root);
  await importing(belfry);
  const transcripts = beginTranscripts(belfry);
  let isOver = false;
  const watching = watchImport(belfry, files.length + sessions).then(() => {
    isOver = true;
  });
  const { sent, latencies } = await appendTo(belfry, transcripts, () => !isOver);
  await watching;
  forget(transcripts);
  await belfry.remove();
  const [p50, p99] = [percentile(latencies, 50), percentile(latencies, 99)];
  return {
    id: 'P6',
    what: `the same while ${files.length} files, ${Math.round(bytes / 1e6)} MB are imported and indexed, new sessions among them (${latencies.length} of ${sent} arrived)`,
    ours: `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, latest ${milliseconds(percentile(latencies, 100))}`,
    budget: 'p99 ≤ 100 ms',
    met: latencies.length === sent && p99 <= 100,
  };
}

type Transcripts = ReturnType<typeof startTranscript>[];

function beginTranscripts(belfry: BenchDaemon): Transcripts {
  const transcripts = Array.from({ length: sessions }, (_, i) =>
    startTranscript(belfry.home, { cwd: `/bench/tower-${i % 10}` }),
  );
  for (const transcript of transcripts) transcript.prompt('begin');
  return transcripts;
}

/** The corpus is kept: it must not grow by what was written into it. */
function forget(transcripts: Transcripts): void {
  for (const directory of new Set(transcripts.map(({ path }) => dirname(path)))) {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function appendTo(
  belfry: BenchDaemon,
  transcripts: Transcripts,
  goesOn: (count: number) => boolean,
): Promise<Appended> {
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  const stop = new AbortController();
  const response = await fetch(new URL('api/v1/events?topics=messages', belfry.url), {
    headers: { authorization: `Bearer ${belfry.secret()}` },
    signal: stop.signal,
  });
  const listening = (async () => {
    for await (const frame of decodeSse(response.body as ReadableStream<Uint8Array>)) {
      if (frame.event !== 'message.added') continue;
      const { message } = JSON.parse(frame.data) as { message: { preview: string } };
      const at = sentAt.get(message.preview);
      if (at !== undefined) latencies.push(performance.now() - at);
    }
    // Aborted below.
  })().catch(() => {});
  let sent = 0;
  for (; goesOn(sent); sent++) {
    const text = `append ${sent}`;
    sentAt.set(text, performance.now());
    transcripts[sent % sessions]?.prompt(text);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, 1000));
  stop.abort();
  await listening;
  return { sent, latencies };
}
