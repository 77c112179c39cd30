import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { generateCorpus } from '../bench/corpus/generate.ts';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, runCli, startBelfry } from './support/belfry-process.ts';
import { eventually } from './support/eventually.ts';

const kills = Number(process.env.BELFRY_KILLS ?? 20);

/** All files are read and every session is in the archive. */
async function settled(belfry: RunningBelfry, files: number): Promise<void> {
  await eventually(async () => {
    const { progress } = await belfry.api<{ progress: { phase: string } }>('api/v1/sync');
    const { sources } = await belfry.api<{ sources: number }>('api/v1/stats');
    if (progress.phase !== 'idle' || sources < files)
      throw new Error(`${progress.phase}, ${sources} of ${files} sources`);
  }, 60_000);
}

async function canonical(home: BelfryHome): Promise<string> {
  const { code, stdout, stderr } = await runCli(home, 'dump', '--canonical');
  if (code !== 0) throw new Error(stderr);
  // Two homes hold the same files at different places; only that may differ.
  return stdout.replaceAll(home.userHome, '/home');
}

function copyCorpus(from: BelfryHome): BelfryHome {
  const to = createBelfryHome();
  cpSync(from.claudeRoot, to.claudeRoot, { recursive: true, preserveTimestamps: true });
  return to;
}

async function undisturbed(corpus: BelfryHome, files: number): Promise<string> {
  const home = copyCorpus(corpus);
  const belfry = await startBelfry(home);
  await settled(belfry, files);
  await belfry.stop();
  const dump = await canonical(home);
  home.remove();
  return dump;
}

test(`kill -9 at ${kills} moments of the first import changes nothing in the end`, { timeout: 240_000 }, async () => {
  const corpus = createBelfryHome();
  const { files } = generateCorpus({ directory: corpus.claudeRoot, sessions: 40, megabytes: 24, projects: 5, seed: 7 });
  const expected = await undisturbed(corpus, files.length);
  const home = copyCorpus(corpus);
  for (let kill = 0; kill < kills; kill++) {
    const belfry = await startBelfry(home);
    // From the first moments to well into the import; the exact moment is the machine's to choose.
    await delay((kill * 37) % 400);
    await belfry.kill();
  }
  const belfry = await startBelfry(home);
  await settled(belfry, files.length);
  await belfry.stop();
  expect(await canonical(home)).toBe(expected);
  home.remove();
  corpus.remove();
});

test(`kill -9 at ${kills} moments of live tailing changes nothing in the end`, { timeout: 240_000 }, async () => {
  const corpus = createBelfryHome();
  const { files } = generateCorpus({ directory: corpus.claudeRoot, sessions: 3, megabytes: 2, projects: 1, seed: 9 });
  const expected = await undisturbed(corpus, files.length);

  const home = createBelfryHome();
  const writers = files.map((file) => {
    const target = file.replace(corpus.claudeRoot, home.claudeRoot);
    mkdirSync(dirname(target), { recursive: true });
    return { target, bytes: readFileSync(file), written: 0 };
  });
  let belfry = await startBelfry(home);
  for (let kill = 0; kill < kills; kill++) {
    for (const writer of writers) {
      // Cut anywhere, also inside a line.
      const end = kill === kills - 1 ? writer.bytes.length : Math.floor((writer.bytes.length * (kill + 1)) / kills);
      for (; writer.written < end; writer.written += 40_001) {
        appendFileSync(writer.target, writer.bytes.subarray(writer.written, Math.min(end, writer.written + 40_001)));
      }
      writer.written = end;
    }
    await delay((kill * 13) % 120);
    await belfry.kill();
    belfry = await startBelfry(home);
  }
  await settled(belfry, files.length);
  await eventually(async () => {
    const { sourceBytes } = await belfry.api<{ sourceBytes: number }>('api/v1/stats');
    expect(sourceBytes).toBe(writers.reduce((sum, { bytes }) => sum + bytes.length, 0));
  });
  await belfry.stop();
  expect(await canonical(home)).toBe(expected);
  home.remove();
  corpus.remove();
});

test('the order in which files appear does not matter', { timeout: 120_000 }, async () => {
  const corpus = createBelfryHome();
  const { files } = generateCorpus({ directory: corpus.claudeRoot, sessions: 12, megabytes: 4, projects: 3, seed: 11 });
  const expected = await undisturbed(corpus, files.length);
  const home = createBelfryHome();
  const belfry = await startBelfry(home);
  for (const file of [...files].reverse()) {
    const target = file.replace(corpus.claudeRoot, home.claudeRoot);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target, { preserveTimestamps: true });
  }
  await settled(belfry, files.length);
  await belfry.stop();
  expect(await canonical(home)).toBe(expected);
  home.remove();
  corpus.remove();
});

test('truncated, replaced and rewritten sources lose nothing and end the same after a kill', {
  timeout: 120_000,
}, async () => {
  const corpus = createBelfryHome();
  const { files } = generateCorpus({ directory: corpus.claudeRoot, sessions: 3, megabytes: 1, projects: 1, seed: 13 });
  const dumps: string[] = [];
  for (const disturbed of [false, true]) {
    const home = copyCorpus(corpus);
    let belfry = await startBelfry(home);
    await settled(belfry, files.length);
    const [first = '', second = '', third = ''] = files.map((file) => file.replace(corpus.claudeRoot, home.claudeRoot));
    const before = await belfry.api<{ messages: number }>('api/v1/stats');
    const lines = readFileSync(first, 'utf8').split('\n');
    truncateSync(first, Buffer.byteLength(`${lines.slice(0, 3).join('\n')}\n`));
    const rewritten = readFileSync(second, 'utf8').replace('"role":"user"', '"role": "user"');
    writeFileSync(second, rewritten);
    cpSync(first, third);
    if (disturbed) {
      await belfry.kill();
      belfry = await startBelfry(home);
    }
    await eventually(async () => {
      const { items } = await belfry.api<{ items: { code: string }[] }>('api/v1/issues?code=past-rewritten');
      expect(items.length).toBeGreaterThanOrEqual(3);
    });
    const after = await belfry.api<{ messages: number }>('api/v1/stats');
    expect(after.messages).toBeGreaterThanOrEqual(before.messages);
    await belfry.stop();
    expect(existsSync(join(home.directory, 'data', 'archive.db'))).toBe(true);
    dumps.push(await canonical(home));
    home.remove();
  }
  expect(dumps[1]).toBe(dumps[0]);
  corpus.remove();
});
