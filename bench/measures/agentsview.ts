import { join } from 'node:path';
import { startBelfry } from '../../e2e/support/belfry-process.ts';
import { startTranscript } from '../../e2e/support/claude-lines.ts';
import { agentsviewVersion, findAgentsview } from '../support/agentsview.ts';
import { corpus } from '../support/corpora.ts';
import { imported, startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { median, milliseconds, seconds } from '../support/statistics.ts';
import { watchImport } from '../support/watch-import.ts';

const appends = 8;
/** A line that is not seen by then counts as this late. */
const patienceMs = 30_000;
const budget = 'faster';

/** Beside the released agentsview: first import, a start with nothing new, and a line from the file to the answer. */
export async function measureAgentsview(context: BenchContext): Promise<BenchResult[]> {
  const open = findAgentsview(context);
  if (open === undefined) {
    const what = `beside agentsview ${agentsviewVersion}`;
    return [{ id: 'peer', what, ours: 'NOT MEASURED: registry unreachable', budget, met: false }];
  }
  const { root, files, bytes } = corpus('large', context);
  const peer = open(join(root, 'projects'));
  const [theirImport, theirResync] = [peer.sync(), median([peer.sync(), peer.sync(), peer.sync()])];
  peer.remove();

  const start = performance.now();
  const belfry = await startOn(root);
  const { messagesAt } = await watchImport(belfry, files.length);
  await belfry.stop();
  const ourResyncs: number[] = [];
  for (let round = 0; round < 3; round++) {
    const again = performance.now();
    const restarted = await startBelfry(belfry.home);
    await imported(restarted, files.length);
    ourResyncs.push(performance.now() - again);
    await restarted.stop();
  }
  belfry.home.remove();
  const corpusName = `${files.length} files, ${Math.round(bytes / 1e6)} MB`;
  return [
    compare(`first import of ${corpusName}, until it can be searched`, messagesAt - start, theirImport, seconds),
    compare(
      `nothing new, ${corpusName}: their command \`sync\`, and our daemon started until it knows`,
      median(ourResyncs),
      theirResync,
      seconds,
    ),
    await measureVisible(open),
  ];
}

/** Both watch the same file, and are asked for its messages until the line is among them. */
async function measureVisible(open: NonNullable<ReturnType<typeof findAgentsview>>): Promise<BenchResult> {
  const belfry = await startOn(undefined);
  const transcript = startTranscript(belfry.home, { cwd: '/bench/beside' });
  transcript.prompt('begin');
  const peer = open(join(belfry.home.claudeRoot, 'projects'));
  const server = await peer.serve();
  const theirList = new URL(`api/v1/sessions/${transcript.sessionId}/messages?direction=desc&limit=20`, server.url);
  const ourList = `api/v1/sessions/${encodeURIComponent(`claude:${transcript.sessionId}`)}/messages`;
  const askThem = async () => (await fetch(theirList)).text();
  const askUs = async () => JSON.stringify(await belfry.api(ourList));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let n = 0; n < appends; n++) {
    const text = `line number ${n} is written`;
    const start = performance.now();
    transcript.prompt(text);
    const [us, them] = await Promise.all([untilShown(askUs, text, start), untilShown(askThem, text, start)]);
    ours.push(us);
    theirs.push(them);
  }
  await server.stop();
  peer.remove();
  await belfry.remove();
  return compare(
    `line appended → in the answer to a request, median of ${appends}`,
    median(ours),
    median(theirs),
    milliseconds,
  );
}

async function untilShown(ask: () => Promise<string>, text: string, start: number): Promise<number> {
  for (;;) {
    // A session that is not known yet is an error of the request, not of the measure.
    const shown = await ask().catch(() => '');
    const ms = performance.now() - start;
    if (shown.includes(text) || ms > patienceMs) return ms;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function compare(what: string, ours: number, theirs: number, format: (ms: number) => string): BenchResult {
  return {
    id: 'peer',
    what,
    peer: `agentsview ${agentsviewVersion} ${format(theirs)}`,
    ours: format(ours),
    ratio: `${(ours / theirs).toFixed(3)} × agentsview`,
    budget,
    met: ours <= theirs,
  };
}
