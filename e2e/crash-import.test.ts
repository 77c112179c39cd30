import { expect, test } from 'vitest';
import { generateCorpus } from '../bench/corpus/generate.ts';
import { createBelfryHome } from './support/belfry-home.ts';
import { startBelfry } from './support/belfry-process.ts';
import { bytesRead, canonical, copyCorpus, kills, settled, undisturbed } from './support/undisturbed.ts';

test(`kill -9 at ${kills} moments of the first import changes nothing in the end`, {
  timeout: 120_000 + kills * 20_000,
}, async () => {
  const corpus = createBelfryHome();
  const { files, bytes } = generateCorpus({
    directory: corpus.claudeRoot,
    sessions: 40,
    megabytes: 24,
    projects: 5,
    seed: 7,
  });
  const expected = await undisturbed(corpus, files.length);
  for (let killed = 0; killed < kills; ) {
    // An import that came to its end before all kills is followed by another first one.
    const home = copyCorpus(corpus);
    for (let isDone = false; killed < kills && !isDone; ) {
      const belfry = await startBelfry(home);
      const before = await bytesRead(belfry);
      let now = before;
      // Every third dies before or while the archive, the threads and the import start; the others at work.
      while (killed % 3 > 0 && now === before && now < bytes) now = await bytesRead(belfry);
      await belfry.kill();
      isDone = now === bytes;
      if (!isDone) killed += 1;
    }
    const belfry = await startBelfry(home);
    await settled(belfry, files.length);
    await belfry.stop();
    expect(await canonical(home)).toBe(expected);
    home.remove();
  }
  corpus.remove();
});
