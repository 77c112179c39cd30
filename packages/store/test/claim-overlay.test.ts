import type { IngestBatch } from '@belfry/core';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClaimingSession, type CountedChange, claimOf, createClaimOverlay, openCatchUp } from '../src/index.ts';
import { tempArchive } from '../src/testing/index.ts';
import { runsOf } from './runs.ts';
import { aWorld, interleave, readWorld } from './worlds.ts';

const names = ['input', 'output', 'cache_read', 'cache_write_5m', 'cache_write_1h'] as const;

/** Counted tokens by session and model, of an archive. */
function countedIn(path: string): Map<string, number> {
  const db = new Database(path, { readonly: true });
  const rows = db
    .prepare(
      `SELECT s.agent || ':' || s.native || ' ' || r.machine || r.path || ' ' || c.model AS name, count(*) AS requests,
         ${names.map((name) => `sum(c.${name}) AS ${name}`).join(', ')}
         FROM claims c JOIN sessions s ON s.id = c.session_id JOIN roots r ON r.id = s.root_id
         WHERE c.counted = 1 GROUP BY 1`,
    )
    .all() as Record<string, number | string>[];
  db.close();
  const sums = new Map<string, number>();
  for (const row of rows) {
    for (const field of ['requests', ...names]) add(sums, `${row.name} ${field}`, Number(row[field]));
  }
  return sums;
}

function add(sums: Map<string, number>, name: string, value: number): void {
  const sum = (sums.get(name) ?? 0) + value;
  if (sum === 0) sums.delete(name);
  else sums.set(name, sum);
}

function applyChange(
  sums: Map<string, number>,
  session: ClaimingSession,
  { sign, model, tokens }: CountedChange,
): void {
  const { agent, native, machine, root } = session;
  const name = `${agent}:${native} ${machine}${root} ${model}`;
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = tokens;
  add(sums, `${name} requests`, sign);
  for (const [index, value] of [input, output, cacheRead, cacheWrite5m, cacheWrite1h].entries()) {
    add(sums, `${name} ${names[index]}`, sign * value);
  }
}

/** What is counted when `rest` is only held against the archive, not stored. */
function countedBeside(path: string, rest: readonly IngestBatch[], final: (session: string) => number | null) {
  const archive = openCatchUp(path);
  const overlay = createClaimOverlay(archive);
  const sessions = new Map<string, ClaimingSession>();
  for (const { source, facts } of rest) {
    const { agent, machine, root } = source;
    for (const fact of facts) {
      if (fact.type !== 'request') continue;
      const id = `${agent}:${fact.session} ${machine}${root}`;
      const identity = { agent, native: fact.session, machine, root };
      const key = archive.find(identity)?.key ?? 2 ** 40 + sessions.size;
      const session = sessions.get(id) ?? { ...identity, key, firstAt: () => final(id) };
      sessions.set(id, session);
      overlay.add(session, claimOf(fact));
    }
  }
  const byKey = new Map([...sessions.values()].map((session) => [session.key, session]));
  const sums = countedIn(path);
  for (const change of overlay.changes()) {
    const session = byKey.get(change.session) ?? archive.claimant(change.session);
    if (session) applyChange(sums, session, change);
  }
  archive.close();
  return sums;
}

function firstTimes(path: string): (session: string) => number | null {
  const db = new Database(path, { readonly: true });
  const rows = db
    .prepare(
      `SELECT s.agent || ':' || s.native || ' ' || r.machine || r.path, s.first_at
         FROM sessions s JOIN roots r ON r.id = s.root_id`,
    )
    .raw()
    .all() as [string, number | null][];
  db.close();
  const times = new Map(rows);
  return (session) => times.get(session) ?? null;
}

const runs = runsOf(30);

describe('requests held against an archive that has not read them', () => {
  it('are counted as if it had, wherever it stopped reading', { timeout: runs.timeout }, () => {
    const picks = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(aWorld, picks, fc.double({ min: 0, max: 1, noNaN: true }), (world, somePicks, part) => {
        const batches = [...interleave(readWorld(world, [3, 2, 4]), somePicks)];
        const stored = Math.floor(batches.length * part);
        using whole = tempArchive();
        using partial = tempArchive();
        for (const batch of batches) whole.writer.applyBatch(batch);
        for (const batch of batches.slice(0, stored)) partial.writer.applyBatch(batch);
        const rest = batches.slice(stored);
        const beside = countedBeside(partial.path, rest, firstTimes(whole.path));
        expect(Object.fromEntries(beside)).toEqual(Object.fromEntries(countedIn(whole.path)));
      }),
      { numRuns: runs.numRuns },
    );
  });

  it('change nothing when the archive has read them', () => {
    fc.assert(
      fc.property(aWorld, (world) => {
        using archive = tempArchive();
        const batches = [...interleave(readWorld(world, [3]), [0])];
        for (const batch of batches) archive.writer.applyBatch(batch);
        expect(countedBeside(archive.path, batches, firstTimes(archive.path))).toEqual(countedIn(archive.path));
      }),
      { numRuns: 10 },
    );
  });
});
