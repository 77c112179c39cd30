import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Derived } from '@belfry/core';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { BelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, runCli } from './support/belfry-process.ts';
import { type ClaudeTranscript, startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';
import { archiveOf, json, newHome, start } from './support/keeping-homes.ts';

const transcripts = 24;
const turns = 3;

function writeAll(home: BelfryHome): ClaudeTranscript[] {
  return Array.from({ length: transcripts }, (_, n) => {
    const transcript = startTranscript(home, { cwd: `/home/dev/mill-${n % 3}`, atMs: Date.UTC(2026, 0, 5 + (n % 9)) });
    transcript.prompt(`Grind the quern of story ${n}.`);
    for (let turn = 0; turn < turns; turn++) {
      const call = transcript.call('Bash', { command: `grind --turn ${turn}` });
      transcript.result(call, `flour ${turn}`);
      transcript.reply(`Turn ${turn} of story ${n} is done.`);
    }
    return transcript;
  });
}

async function derivedOf(belfry: RunningBelfry): Promise<Derived> {
  const { derived, progress } = await belfry.api<{ derived: Derived; progress: { phase: string } }>('api/v1/sync');
  expect(progress.phase).toBe('idle');
  return derived;
}

/** All is read, derived and indexed. */
async function settled(belfry: RunningBelfry): Promise<void> {
  await eventually(async () => {
    expect(await belfry.api('api/v1/stats')).toMatchObject({ sessions: transcripts });
    const states = Object.values(await derivedOf(belfry));
    expect(states.map(({ complete }) => complete)).toEqual([true, true, true, true]);
  }, 60_000);
}

async function counted(belfry: RunningBelfry): Promise<unknown> {
  const { totals } = await belfry.api<{ totals: object }>('api/v1/usage/summary?from=2026-01-01&to=2026-01-31');
  return totals;
}

async function dump(home: BelfryHome): Promise<string> {
  const { code, stdout, stderr } = await runCli(home, 'dump', '--canonical');
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** As if an older parser had read all of it: with other words in previews and in the index. */
function age(home: BelfryHome): void {
  const db = new Database(archiveOf(home));
  db.exec(`UPDATE sources SET text_version = 0, usage_version = 0;
    UPDATE messages SET preview = 'zugzwang';
    UPDATE sessions SET title = 'zugzwang', last_preview = 'zugzwang';
    UPDATE message_index SET text = 'zugzwang' WHERE rowid IN (SELECT id FROM search_docs WHERE kind = 0);`);
  db.close();
}

function indexed(home: BelfryHome, word: string): number {
  const db = new Database(archiveOf(home), { readonly: true });
  const hits = db.prepare('SELECT count(*) FROM message_index WHERE message_index MATCH ?').pluck().get(word);
  db.close();
  return Number(hits);
}

/** Some sources are derived again, others wait. */
function halfDone(home: BelfryHome): boolean {
  const db = new Database(archiveOf(home), { readonly: true });
  const [some, all] = db.prepare('SELECT sum(usage_version > 0), count(*) FROM sources').raw().get() as number[];
  db.close();
  return some !== undefined && all !== undefined && some > 1 && some < all;
}

test('what an older parser read is read again from the archive itself, also when killed on the way', async () => {
  const home = newHome();
  const files = writeAll(home);
  let belfry = await start(home);
  await settled(belfry);
  const totals = await counted(belfry);
  const words = indexed(home, 'done');
  expect(words).toBe(transcripts * turns);
  await belfry.stop();
  const before = await dump(home);
  age(home);
  expect(indexed(home, 'zugzwang')).toBeGreaterThan(words);

  // Nobody needs a daemon to be told, and totals are those of before until they are counted again.
  expect(await json(home, 'status')).toMatchObject({ derived: { usage: { complete: false } } });
  expect((await runCli(home, 'status')).stdout).toContain('older belfry');
  expect((await runCli(home, 'usage', 'daily')).stderr).toContain('older belfry');

  // One file grew while nobody looked: it is read on by the parser of today.
  files[3]?.reply('And one turn more.');
  belfry = await start(home);
  await eventually(() => expect(halfDone(home)).toBe(true));
  await belfry.kill();
  belfry = await start(home);
  await settled(belfry);
  expect(await counted(belfry)).toMatchObject({ requests: Number((totals as { requests: number }).requests) + 1 });
  await belfry.stop();
  expect([indexed(home, 'zugzwang'), indexed(home, 'done'), indexed(home, 'more')]).toEqual([0, words, 1]);
  const after = await dump(home);
  expect(after).not.toContain('zugzwang');
  expect(after.split('\n').length).toBeGreaterThan(before.split('\n').length);

  // The same as if it were read for the first time today.
  rmSync(join(home.directory, 'data'), { recursive: true });
  belfry = await start(home);
  await settled(belfry);
  await belfry.stop();
  expect(await dump(home)).toBe(after);
});
