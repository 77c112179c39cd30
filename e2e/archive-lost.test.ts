import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, runCli, startBelfry } from './support/belfry-process.ts';
import { startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

let home: BelfryHome;
let belfry: RunningBelfry | undefined;
afterEach(async () => {
  await belfry?.stop();
  home.remove();
});

interface Sync {
  notices: { kind: string; message: string; hint: string }[];
}

const archiveOf = ({ directory }: BelfryHome) => join(directory, 'data', 'archive.db');

/** A daemon that has read two sessions, one of which is in the archive only any more. */
async function aDaemonThatKeeps(): Promise<{
  daemon: RunningBelfry;
  kept: string;
  live: ReturnType<typeof startTranscript>;
}> {
  home = createBelfryHome();
  const gone = startTranscript(home);
  gone.prompt('Only the archive remembers this.');
  const live = startTranscript(home);
  live.prompt('This one is still on disk.');
  const daemon = await startBelfry(home);
  belfry = daemon;
  await eventually(async () => expect(await daemon.api('api/v1/stats')).toMatchObject({ sessions: 2, sources: 2 }));
  rmSync(gone.path);
  await eventually(async () => expect(await daemon.api('api/v1/stats')).toMatchObject({ sourcesGone: 1 }));
  return { daemon, kept: gone.id, live };
}

/** The notice, once the daemon has noticed by itself. */
async function lossOf(daemon: RunningBelfry): Promise<Sync['notices'][number]> {
  return await eventually(async () => {
    const notice = (await daemon.api<Sync>('api/v1/sync')).notices.find(({ kind }) => kind === 'archive-lost');
    if (notice === undefined) throw new Error('not noticed yet');
    return notice;
  }, 30_000);
}

test('an archive that is deleted under the daemon is saved, told, and made anew; the page is reset', async () => {
  const { daemon, kept, live } = await aDaemonThatKeeps();
  const stream = new AbortController();
  const headers = { authorization: `Bearer ${daemon.secret()}`, accept: 'text/event-stream' };
  const events = await fetch(new URL('api/v1/events', daemon.url), { headers, signal: stream.signal });
  let heard = '';
  const listening = events.body?.pipeTo(
    new WritableStream({
      write(chunk) {
        heard += Buffer.from(chunk).toString();
      },
    }),
    { signal: stream.signal },
  );

  for (const suffix of ['', '-wal', '-shm']) rmSync(archiveOf(home) + suffix, { force: true });

  const notice = await lossOf(daemon);
  const saved = /belfry import (\S+),/.exec(notice.hint)?.[1] ?? '';
  expect(statSync(saved).mode & 0o777).toBe(0o600);
  await eventually(() => expect(heard).toContain('stream.reset'));
  stream.abort();
  await listening?.catch(() => {});

  await eventually(async () => expect(await daemon.api('api/v1/stats')).toMatchObject({ sessions: 1, sources: 1 }));
  live.prompt('And it goes on being read.');
  await eventually(async () =>
    expect(await daemon.api(`api/v1/sessions/${encodeURIComponent(live.id)}`)).toMatchObject({ messages: 2 }),
  );
  expect((await runCli(home, 'status')).stdout).toContain(saved.split('/').at(-1));
  expect((await runCli(home, 'doctor')).stdout).toContain('Needs attention');
  expect((await runCli(home, 'daemon', 'logs')).stdout).toContain('archive lost its place');

  // What was saved is a whole archive, with what no file holds any more.
  const elsewhere = createBelfryHome();
  await startBelfry(elsewhere).then((other) => other.stop());
  copyFileSync(saved, archiveOf(elsewhere));
  expect((await runCli(elsewhere, 'sessions', 'show', kept)).stdout).toContain('Only the archive remembers this.');
  elsewhere.remove();

  rmSync(saved);
  await eventually(async () => expect((await daemon.api<Sync>('api/v1/sync')).notices).toEqual([]), 30_000);
});

test('an archive that is put in its place is taken, and the one before is saved', async () => {
  const { daemon, live } = await aDaemonThatKeeps();
  const other = createBelfryHome();
  startTranscript(other).prompt('From a backup.');
  const source = await startBelfry(other);
  await eventually(async () => expect(await source.api('api/v1/stats')).toMatchObject({ sessions: 1 }));
  await source.stop();

  copyFileSync(archiveOf(other), `${archiveOf(home)}.new`);
  renameSync(`${archiveOf(home)}.new`, archiveOf(home));
  other.remove();

  expect((await lossOf(daemon)).hint).toContain('belfry import');
  await eventually(async () => {
    const { items } = await daemon.api<{ items: { id: string; title: string }[] }>('api/v1/sessions');
    expect(items.map(({ title }) => title).sort()).toEqual(['From a backup.', 'This one is still on disk.']);
    expect(items.map(({ id }) => id)).toContain(live.id);
  });
});

test('a daemon whose home is deleted stops and says so', async () => {
  home = createBelfryHome();
  belfry = await startBelfry(home);
  const { pid } = belfry;
  rmSync(home.directory, { recursive: true, force: true });
  const ended = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      try {
        process.kill(pid, 0);
      } catch {
        // Gone.
        clearInterval(timer);
        resolve();
      }
    }, 50);
  });
  await ended;
  expect(await belfry.stop()).toBe(1);
  expect(belfry.stderr()).toContain('BELFRY_ARCHIVE_MISSING');
  expect(existsSync(home.directory)).toBe(false);
});
