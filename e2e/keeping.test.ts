import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { aFamily } from './support/a-family.ts';
import { type RunningBelfry, runCli } from './support/belfry-process.ts';
import { startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';
import { archiveOf, json, newHome, start, stop, until } from './support/keeping-homes.ts';

test('a backup is taken and checked while the daemon writes, and merges into another machine', async () => {
  const home = newHome('laptop');
  const family = aFamily(home, 'quagga');
  const live = startTranscript(home);
  const belfry = await start(home);
  await until(belfry, { sessions: 1, subagents: 1 });

  let isWriting = true;
  const writing = (async () => {
    for (let n = 0; isWriting; n++) {
      live.prompt(`line ${n}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  const target = join(home.userHome, 'backup.db');
  const taken = await json(home, 'backup', target);
  isWriting = false;
  await writing;
  expect(taken).toMatchObject({ path: target, damaged: [], subagents: 1 });
  expect(taken.messages).toBeGreaterThanOrEqual(6);
  expect(taken.verifiedBytes).toBeGreaterThan(1_000);
  for (const file of [taken.path, taken.state]) expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await runCli(home, 'backup', target)).toMatchObject({ code: 2, stdout: '' });
  expect((await runCli(home, 'backup', target, '--force')).stdout).toBe(`${target}\n`);

  const other = newHome('desk');
  const own = startTranscript(other);
  own.prompt('Written on the desk.');
  const desk = await start(other);
  await until(desk, { sessions: 1 });
  const first = await json(other, 'import', target);
  expect(first).toMatchObject({ filesOtherwise: 0, filesUnknown: 0 });
  expect(first.filesNew).toBe(first.files);
  expect(await json(other, 'import', target)).toMatchObject({
    filesNew: 0,
    filesLonger: 0,
    filesOtherwise: 0,
    bytes: 0,
  });
  const { items } = await desk.api<{ items: { id: string; machine: string }[] }>('api/v1/sessions');
  expect(items.map(({ machine }) => machine).sort()).toEqual(['desk', 'laptop', 'laptop']);
  expect((await runCli(other, 'sessions', 'show', family.id)).stdout).toContain('There is no quagga.');
  await eventually(async () =>
    expect(await desk.api('api/v1/search?q=quagga')).toMatchObject({
      items: expect.arrayContaining([expect.anything()]),
    }),
  );
  expect(await runCli(other, 'import', join(home.userHome, 'none.db'))).toMatchObject({ code: 1 });
  expect((await runCli(other, 'import', family.path)).stderr).toContain('BELFRY_ARCHIVE_CORRUPT');

  await stop();
  const third = newHome('third');
  expect((await json(third, 'import', target)).filesNew).toBe(first.files);
  expect((await runCli(third, 'sessions', 'show', family.id)).stdout).toContain('There is no quagga.');
});

test('what prune names stays until it is told to go; then it is gone for good, and the agents keep their files', async () => {
  const home = newHome();
  const old = aFamily(home, 'quagga');
  const young = startTranscript(home);
  young.prompt('Where is the zebra?');
  const before = readFileSync(old.path);
  const belfry = await start(home);
  await until(belfry, { sessions: 2, subagents: 1 });
  const requests = (await belfry.api<{ requests: number }>('api/v1/stats')).requests;

  const asked = await runCli(home, 'prune', '--older-than', '30d');
  expect(asked).toMatchObject({ code: 0 });
  expect(asked.stdout).toContain('1 session with 1 subagent');
  expect(asked.stdout).toContain('Where is the quagga?');
  expect(asked.stderr).toContain('--yes');
  expect(await belfry.api('api/v1/stats')).toMatchObject({ sessions: 2 });
  expect(await runCli(home, 'prune')).toMatchObject({ code: 2 });
  expect(await runCli(home, 'prune', '--older-than', 'long')).toMatchObject({ code: 2 });

  const events = await listen(belfry);
  const done = await json(home, 'prune', '--older-than', '30d', '--yes');
  expect(done).toMatchObject({ done: true, result: { sessions: 1, files: 4 }, plan: { files: 4, filesOnDisk: 4 } });
  await eventually(() => expect(events.heard()).toContain('session.removed'));
  events.stop();
  expect(await belfry.api('api/v1/stats')).toMatchObject({ sessions: 1, subagents: 0, requests });
  expect((await runCli(home, 'sessions', 'show', old.id)).code).toBe(1);
  expect(await belfry.api('api/v1/search?q=quagga')).toMatchObject({ items: [] });
  expect(readFileSync(old.path)).toEqual(before);
  expect((await runCli(home, 'restore', old.path)).stderr).toContain('BELFRY_PRUNED');

  utimesSync(old.path, new Date(), new Date());
  await stop();
  const again = await start(home);
  await until(again, { sessions: 1, subagents: 0, requests });
  await eventually(async () => expect(await again.api('api/v1/sync')).toMatchObject({ progress: { phase: 'idle' } }));
  expect(await again.api('api/v1/stats')).toMatchObject({ sessions: 1, messages: 1 });

  old.catchUp();
  old.prompt('And the okapi?');
  await until(again, { sessions: 2, messages: 2 });
  expect((await runCli(home, 'sessions', 'show', old.id)).stdout).not.toContain('quagga');

  await stop();
  expect(await json(home, 'prune', '--session', young.id, '--yes')).toMatchObject({ result: { sessions: 1 } });
  expect(await json(home, 'sessions', 'list')).toMatchObject({ total: 1 });
});

test('compact gives space back to the disk, beside a daemon that goes on, and without one', async () => {
  const home = newHome();
  for (let n = 0; n < 30; n++) {
    const session = startTranscript(home, { atMs: Date.UTC(2026, 0, 2) });
    session.prompt(randomText(60_000));
  }
  const live = startTranscript(home);
  live.prompt('Going on.');
  const belfry = await start(home);
  await until(belfry, { sessions: 31, sources: 31 });
  await json(home, 'prune', '--older-than', '30d', '--yes');

  const { bytesBefore, bytesAfter } = await json(home, 'compact');
  expect(bytesAfter).toBeLessThan(bytesBefore / 3);
  expect(statSync(archiveOf(home)).size).toBeLessThan(bytesBefore / 3);
  expect((await json(home, 'disk')).archive.freeBytes).toBeLessThan(200_000);
  live.prompt('Still going on.');
  await until(belfry, { sessions: 1, messages: 2 });
  expect(await belfry.api('api/v1/sync')).toMatchObject({ notices: [] });
  expect(statSync(archiveOf(home)).mode & 0o777).toBe(0o600);

  // A reader that stays open keeps the old file alive: then nothing is swapped.
  const reader = new Database(archiveOf(home), { readonly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM sessions').get();
  live.prompt('While somebody reads.');
  await until(belfry, { messages: 3 });
  const refused = await runCli(home, 'compact');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('BELFRY_ARCHIVE_BUSY');
  reader.close();
  live.prompt('And after.');
  await until(belfry, { messages: 4 });

  await stop();
  await json(home, 'compact');
  expect((await runCli(home, 'sessions', 'show', live.id)).stdout).toContain('And after.');
  expect(existsSync(`${archiveOf(home)}.compacted`)).toBe(false);
});

async function listen(belfry: RunningBelfry): Promise<{ heard(): string; stop(): void }> {
  const abort = new AbortController();
  const headers = { authorization: `Bearer ${belfry.secret()}`, accept: 'text/event-stream' };
  const { body } = await fetch(new URL('api/v1/events', belfry.url), { headers, signal: abort.signal });
  let heard = '';
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      heard += Buffer.from(chunk).toString();
    },
  });
  body?.pipeTo(sink, { signal: abort.signal }).catch(() => {});
  return { heard: () => heard, stop: () => abort.abort() };
}

/** Words that compress badly. */
function randomText(length: number): string {
  return Array.from({ length: length / 8 }, () => Math.random().toString(36).slice(2, 9)).join(' ');
}
