import { decodeSse } from '@belfry/events';
import { startTranscript } from '../../e2e/support/claude-lines.ts';
import { corpus } from '../support/corpora.ts';
import { imported, startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { milliseconds, percentile } from '../support/statistics.ts';

const sessions = 50;
const appends = 2000;

/** P6: a line is appended to one of 50 live files; its event arrives at an SSE client. */
export async function measureAppendLatency(context: BenchContext): Promise<BenchResult[]> {
  const { root, files } = corpus('many', context);
  const belfry = await startOn(root);
  await imported(belfry, files.length);
  const transcripts = Array.from({ length: sessions }, (_, i) =>
    startTranscript(belfry.home, { cwd: `/bench/tower-${i % 10}` }),
  );
  for (const transcript of transcripts) transcript.prompt('begin');
  await imported(belfry, files.length + sessions);

  const sent = new Map<string, number>();
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
      const at = sent.get(message.preview);
      if (at !== undefined) latencies.push(performance.now() - at);
    }
  })().catch(() => {});
  for (let i = 0; i < appends; i++) {
    const text = `append ${i}`;
    sent.set(text, performance.now());
    transcripts[i % sessions]?.prompt(text);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, 1000));
  stop.abort();
  await listening;
  for (const transcript of transcripts) (await import('node:fs')).rmSync(transcript.path, { force: true });
  await belfry.remove();
  const [p50, p99] = [percentile(latencies, 50), percentile(latencies, 99)];
  return [
    {
      id: 'P6',
      what: `line appended → SSE frame read, ${sessions} live sessions, ${files.length} files watched (${latencies.length} of ${appends} arrived)`,
      ours: `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}`,
      budget: 'p50 ≤ 5 ms, p99 ≤ 25 ms',
      met: latencies.length === appends && p50 <= 5 && p99 <= 25,
    },
  ];
}
