import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { generateCorpus } from '../bench/corpus/generate.ts';
import { createBelfryHome } from './support/belfry-home.ts';
import { startBelfry } from './support/belfry-process.ts';
import { eventually } from './support/eventually.ts';
import { bytesRead, canonical, copyCorpus, kills, settled, undisturbed } from './support/undisturbed.ts';

test('the order in which files are imported and appear does not matter', { timeout: 240_000 }, async () => {
  const corpus = createBelfryHome();
  const { files } = generateCorpus({ directory: corpus.claudeRoot, sessions: 12, megabytes: 4, projects: 3, seed: 11 });
  const expected = await undisturbed(corpus, files.length);
  const home = createBelfryHome();
  const copy = (file: string, nth: number) => {
    const target = file.replace(corpus.claudeRoot, home.claudeRoot);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target);
    // Newest first is the order of an import: the first file, once the oldest, is the newest here.
    const seconds = Date.UTC(2026, 0, 1) / 1000 - nth;
    utimesSync(target, seconds, seconds);
  };
  const late = files.splice(files.length / 2);
  for (const [nth, file] of files.entries()) copy(file, nth);
  const belfry = await startBelfry(home);
  await settled(belfry, files.length);
  for (const [nth, file] of late.toReversed().entries()) copy(file, nth);
  await settled(belfry, files.length + late.length);
  await belfry.stop();
  expect(await canonical(home)).toBe(expected);
  home.remove();
  corpus.remove();
});

/** Takes the end of the first file away, writes into the second where it stands, puts another in the place of the third. */
function changePasts([first = '', second = '', third = '']: readonly string[], other: Buffer, round: number): void {
  const length = readFileSync(first).lastIndexOf('\n', -2 - round) + 1;
  truncateSync(first, length);
  // One byte: of a longer write a reader may see the half, and what it saw is kept too.
  const version = '"version":"2.0.';
  const at = readFileSync(second).indexOf(version) + version.length;
  const file = openSync(second, 'r+');
  writeSync(file, String(round % 2), at);
  closeSync(file);
  writeFileSync(`${third}.new`, other.subarray(other.indexOf('\n', round * 1000) + 1));
  renameSync(`${third}.new`, third);
}

test('truncated, replaced and rewritten sources lose nothing and end the same after kills', {
  timeout: 240_000,
}, async () => {
  const rounds = Math.ceil(kills / 8);
  const corpus = createBelfryHome();
  const { files } = generateCorpus({ directory: corpus.claudeRoot, sessions: 4, megabytes: 1, projects: 1, seed: 13 });
  const dumps: string[] = [];
  for (const isDisturbed of [false, true]) {
    const home = copyCorpus(corpus);
    const [other = '', ...changed] = files.map((file) => file.replace(corpus.claudeRoot, home.claudeRoot));
    let belfry = await startBelfry(home);
    await settled(belfry, files.length);
    const before = await belfry.api<{ messages: number }>('api/v1/stats');
    for (let round = 0; round < rounds; round++) {
      changePasts(changed, readFileSync(other), round);
      if (isDisturbed) {
        await delay((round * 13) % 50);
        await belfry.kill();
        belfry = await startBelfry(home);
      }
      const reader = belfry;
      // What nobody saw cannot be kept: the next change waits until this one has been read to its end.
      await eventually(async () => {
        const path = 'api/v1/issues?code=past-rewritten&limit=500';
        const { items } = await reader.api<{ items: object[] }>(path);
        expect(items.length).toBe(changed.length * (round + 1));
        expect(await bytesRead(reader)).toBe([other, ...changed].reduce((sum, file) => sum + statSync(file).size, 0));
      }, 60_000);
    }
    await settled(belfry, files.length);
    const after = await belfry.api<{ messages: number }>('api/v1/stats');
    expect(after.messages).toBeGreaterThanOrEqual(before.messages);
    await belfry.stop();
    dumps.push(await canonical(home));
    home.remove();
  }
  expect(dumps[1]).toBe(dumps[0]);
  corpus.remove();
});
