import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { FuzzCase } from './fuzz-case.ts';
import type { FuzzNews, FuzzOrder } from './worker.ts';

// `npm run fuzz -- --minutes 60 --seed 1` plays lives of damaged transcripts through the real pipeline, in a process
// of its own that is watched from here: one that hangs, dies or grows is a failure too. What failed lies as a small
// case below `.tooling/fuzz`; `npm run fuzz -- --replay FILE` plays it again.
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    replay: { type: 'string' },
    samples: { type: 'string' },
  },
});

const hangMs = 60_000;
/** What the heap may grow after the first round of cases, when everything has been loaded and compiled. */
const allowedGrowthBytes = 64 * 1024 * 1024;

const repository = join(import.meta.dirname, '../..');
const failures = join(repository, '.tooling/fuzz');
const samples = values.samples ?? process.env.BELFRY_SAMPLES ?? join(repository, '../shared/samples');
const untilMs = Date.now() + Number(values.minutes) * 60_000;

let failed = 0;
let firstHeapBytes: number | undefined;

/** Plays until the time is up, or one case; resolves with the number of cases played. */
function play(order: FuzzOrder): Promise<number> {
  const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [], {
    execArgv: ['--conditions=@belfry/source', '--expose-gc'],
  });
  let latest: FuzzCase | undefined;
  let cases = 0;
  let isDone = false;
  let watchdog: NodeJS.Timeout | undefined;
  const watch = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      fail(`no answer for ${hangMs / 1000} s`, latest);
      latest = undefined;
      child.kill('SIGKILL');
    }, hangMs);
  };
  child.on('message', (message: FuzzNews) => {
    watch();
    if (message.news === 'case') {
      latest = message.fuzzCase;
      cases += 1;
    } else if (message.news === 'failed') {
      fail(message.error, message.fuzzCase);
    } else if (message.news === 'memory') {
      noteMemory(message);
    } else {
      isDone = true;
    }
  });
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      clearTimeout(watchdog);
      if (!isDone && latest) fail(`the process ended with ${code ?? signal}`, latest);
      resolve(cases);
    });
    child.send({ ...order, ...(existsSync(samples) ? { samples } : {}) });
    watch();
  });
}

function noteMemory({ cases, heapBytes, rssBytes }: Extract<FuzzNews, { news: 'memory' }>): void {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  console.error(`${cases} cases, heap ${megabytes(heapBytes)}, resident ${megabytes(rssBytes)}, ${failed} failed`);
  firstHeapBytes ??= heapBytes;
  if (heapBytes <= firstHeapBytes + allowedGrowthBytes) return;
  fail(`the heap grew from ${megabytes(firstHeapBytes)} to ${megabytes(heapBytes)}`, undefined);
  firstHeapBytes = heapBytes;
}

function fail(reason: string, fuzzCase: FuzzCase | undefined): void {
  failed += 1;
  console.error(`FAILED: ${reason}`);
  if (fuzzCase === undefined) return;
  mkdirSync(failures, { recursive: true });
  const file = join(failures, `case-${Date.now()}.json`);
  writeFileSync(file, JSON.stringify({ reason, fuzzCase }, null, 1));
  console.error(`npm run fuzz -- --replay ${file}`);
}

let cases = 0;
if (values.replay !== undefined) {
  const { fuzzCase } = JSON.parse(readFileSync(values.replay, 'utf8')) as { fuzzCase: FuzzCase };
  cases = await play({ replay: fuzzCase });
} else {
  console.error(`fuzzing for ${values.minutes} min from seed ${values.seed}`);
  // A process that hung or died is followed by another one, on other seeds.
  for (let seed = Number(values.seed); Date.now() < untilMs; seed += 1_000_000) cases += await play({ seed, untilMs });
}
console.log(`${cases} cases, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
