import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TempArchive } from '../src/testing/index.ts';
import { tempArchive } from '../src/testing/index.ts';
import { recount } from './recount.ts';
import { runsOf } from './runs.ts';
import { aWorld, interleave, readWorld, type WorldSource } from './worlds.ts';

const prunedAt = Date.UTC(2030, 0, 1);
const content = ['messages', 'tool_calls', 'tool_results', 'contributions', 'touches', 'search_docs'];

function apply(archive: TempArchive, world: readonly WorldSource[], sizes: readonly number[]): void {
  for (const batch of interleave(readWorld(world, sizes), [1, 0])) archive.writer.applyBatch(batch);
}

/** Files that speak of a session; of others there is nothing to prune. */
function speaking(archive: TempArchive): string[] {
  return query(archive, 'SELECT DISTINCT path FROM contributions JOIN sources ON id = source_id') as string[];
}

function inspect(archive: TempArchive, paths: readonly string[]): { left: unknown[]; spent: unknown[] } {
  const left = content.flatMap((table) => query(archive, `SELECT count(*) FROM ${table}`));
  const bytes = query(archive, 'SELECT DISTINCT path FROM segments JOIN sources ON sources.id = source_id') as string[];
  const spent = query(
    archive,
    'SELECT json_array(native, counted_input, counted_output) FROM sessions ORDER BY native',
  );
  return { left: [...left, ...bytes.filter((path) => paths.includes(path.replace('moved/', '')))], spent };
}

function query({ path }: TempArchive, sql: string): unknown[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
}

const runs = runsOf(20);

it('nothing pruned comes back from any file, however it is moved and read; what was spent stays as it was', {
  timeout: runs.timeout,
}, () => {
  fc.assert(
    fc.property(aWorld, fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }), (world, sizes) => {
      using archive = tempArchive();
      apply(archive, world, sizes);
      const paths = speaking(archive);
      const { spent } = inspect(archive, paths);
      const nothing = { left: content.map(() => 0), spent };
      for (const _ of archive.writer.keeping.prune({ machine: ['laptop'] }, prunedAt));
      expect(inspect(archive, paths)).toEqual(nothing);

      const moved = world.map(({ ref, pasts }) => ({ ref: { ...ref, path: `moved/${ref.path}` }, pasts }));
      apply(archive, moved, sizes);
      expect(inspect(archive, paths)).toEqual(nothing);
      const { kept, counted } = recount(archive.path);
      expect(kept).toEqual(counted);
    }),
    { numRuns: runs.numRuns },
  );
});
