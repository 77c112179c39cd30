import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { canonicalDump, openArchiveWriter } from '../src/index.ts';
import { tempArchive } from '../src/testing/index.ts';
import { manyBatches } from './processes/many-batches.ts';
import { runsOf } from './runs.ts';
import { aWorld, interleave, readWorld, type WorldSource } from './worlds.ts';

const runs = runsOf(20);

describe('a crash', () => {
  it('between any two batches and a second reading from the stored cursors leave no trace', {
    timeout: runs.timeout,
  }, () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(aWorld, sizes, sizes, fc.nat({ max: 20 }), (world, someSizes, otherSizes, crashAfter) => {
        using undisturbed = tempArchive();
        using crashed = tempArchive();
        const batches = interleave(readWorld(world, someSizes), [0, 1, 2]);
        for (const batch of batches) undisturbed.writer.applyBatch(batch);
        for (const batch of batches.slice(0, crashAfter)) crashed.writer.applyBatch(batch);
        // Who starts anew reads on from what is stored, and cuts in other places.
        const stored = ({ ref }: WorldSource) => crashed.writer.source(ref.machine, ref.root, ref.path)?.cursor;
        for (const source of readWorld(world, otherSizes, stored)) {
          for (const batch of source) crashed.writer.applyBatch(batch);
        }
        expect(crashed.dump()).toBe(undisturbed.dump());
      }),
      { numRuns: runs.numRuns },
    );
  });

  it('inside a transaction takes all of it back', () => {
    using archive = tempArchive();
    const [first, second] = manyBatches(1, 2);
    if (!first || !second) throw new Error('two batches expected');
    archive.writer.applyBatch(first);
    const before = archive.dump();
    const saboteur = new Database(archive.path);
    saboteur.exec(`CREATE TRIGGER crash BEFORE INSERT ON claims BEGIN SELECT raise(ABORT, 'gone'); END`);
    expect(() => archive.writer.applyBatch(second)).toThrow('gone');
    expect(archive.dump()).toBe(before);
    saboteur.exec('DROP TRIGGER crash');
    saboteur.close();
    archive.writer.applyBatch(second);
    expect(archive.dump()).not.toBe(before);
  });

  it('by kill -9 at random moments of an import ends in the archive of an undisturbed run', {
    timeout: 120_000,
  }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'belfry-kill-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const undisturbed = join(directory, 'undisturbed.db');
    const killed = join(directory, 'killed.db');
    const writer = openArchiveWriter({ path: undisturbed });
    for (const batch of manyBatches(sources, perSource)) writer.applyBatch(batch);
    writer.close();

    for (let round = 0; round < 5; round++) {
      const child = fork(childPath, [killed, String(sources), String(perSource)], { execArgv });
      // The child says when it has stored a batch; it dies in the middle of one of the next.
      for (let heard = 0; heard < 3 + round * 4; heard++) await once(child, 'message');
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const child = fork(childPath, [killed, String(sources), String(perSource)], { execArgv });
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    expect([...canonicalDump(killed)]).toEqual([...canonicalDump(undisturbed)]);
  });
});

const sources = 20;
const perSource = 6;
const childPath = join(import.meta.dirname, 'processes', 'import.ts');
const execArgv = ['--conditions=@belfry/source'];
