import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { generateCorpus } from '../bench/corpus/generate.ts';
import { createBelfryHome } from './support/belfry-home.ts';
import { startBelfry } from './support/belfry-process.ts';
import { canonical, copyCorpus, kills, settled, undisturbed } from './support/undisturbed.ts';

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
