import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { generateCorpus } from '../bench/corpus/generate.ts';
import { createBelfryHome } from './support/belfry-home.ts';
import { startBelfry } from './support/belfry-process.ts';
import { eventually } from './support/eventually.ts';
import { bytesRead, canonical, kills, settled, undisturbed } from './support/undisturbed.ts';

test(`kill -9 at ${kills} moments of live tailing changes nothing in the end`, {
  timeout: 120_000 + kills * 20_000,
}, async () => {
  const corpus = createBelfryHome();
  const { files, bytes } = generateCorpus({
    directory: corpus.claudeRoot,
    sessions: 3,
    megabytes: 2,
    projects: 1,
    seed: 9,
  });
  const expected = await undisturbed(corpus, files.length);

  const home = createBelfryHome();
  const writers = files.map((file) => {
    const target = file.replace(corpus.claudeRoot, home.claudeRoot);
    mkdirSync(dirname(target), { recursive: true });
    return { target, content: readFileSync(file), written: 0 };
  });
  let belfry = await startBelfry(home);
  for (let kill = 0; kill < kills; kill++) {
    for (const n of writers.keys()) {
      const writer = writers[(kill + n) % writers.length] as (typeof writers)[number];
      const { target, content, written } = writer;
      // Cut anywhere, also inside a line.
      const end = kill === kills - 1 ? content.length : Math.floor((content.length * (kill + 1)) / kills);
      const piece = content.subarray(written, end);
      const before = n === 0 ? await bytesRead(belfry) : 0;
      appendFileSync(target, piece);
      writer.written = end;
      // The first is seen, so that the kill comes among the reading of the others.
      if (n === 0 && piece.includes('\n')) {
        const reader = belfry;
        await eventually(async () => expect(await bytesRead(reader)).toBeGreaterThan(before), 60_000);
      }
    }
    await delay((kill * 7) % 40);
    await belfry.kill();
    belfry = await startBelfry(home);
  }
  await settled(belfry, files.length);
  await eventually(async () => expect(await bytesRead(belfry)).toBe(bytes));
  await belfry.stop();
  expect(await canonical(home)).toBe(expected);
  home.remove();
  corpus.remove();
});
