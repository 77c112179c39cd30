import { cpSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { generateCorpus } from '../bench/corpus/generate.ts';
import { createBelfryHome } from './support/belfry-home.ts';
import { startBelfry } from './support/belfry-process.ts';
import { eventually } from './support/eventually.ts';
import { canonical, copyCorpus, settled, undisturbed } from './support/undisturbed.ts';

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
