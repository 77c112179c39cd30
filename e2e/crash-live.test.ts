import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { generateCorpus } from '../bench/corpus/generate.ts';
import { createBelfryHome } from './support/belfry-home.ts';
import { startBelfry } from './support/belfry-process.ts';
import { eventually } from './support/eventually.ts';
import { canonical, kills, settled, undisturbed } from './support/undisturbed.ts';

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
