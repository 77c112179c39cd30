import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import type { IssueView, Notice, Page } from '@belfry/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, runCli, startBelfry } from './support/belfry-process.ts';
import { type ClaudeTranscript, startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

interface Sync {
  roots: { unreadable?: { path: string; detail: string; hint?: string }[] }[];
  notices: Notice[];
}

/** Root may read everything, so that belfry is somebody else where it can be. */
const nobody = process.getuid?.() === 0 ? 65_534 : undefined;

let home: BelfryHome;
let belfry: RunningBelfry;
let good: ClaudeTranscript;
let directory: string;

async function begin(prepare: () => void = () => {}): Promise<void> {
  home = createBelfryHome();
  good = startTranscript(home);
  good.prompt('Ring the bell');
  directory = dirname(good.path);
  mkdirSync(home.directory, { recursive: true });
  prepare();
  writeFileSync(join(home.directory, 'config.toml'), 'rescan_seconds = 5\n');
  if (nobody !== undefined) giveTo(nobody, dirname(home.directory));
  belfry = await startBelfry(home, [], nobody === undefined ? {} : { user: nobody });
  await eventually(async () => expect(await belfry.api('api/v1/stats')).toMatchObject({ messages: 1 }));
}

function giveTo(user: number, path: string): void {
  chownSync(path, user, user);
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) giveTo(user, join(path, name));
}

/** Everybody else goes on. */
async function othersGoOn(): Promise<void> {
  const key = good.prompt('Does it still ring?');
  await eventually(async () => expect(await messageKeys(good)).toContain(key));
}

async function messageKeys({ id }: ClaudeTranscript): Promise<string[]> {
  const path = `api/v1/sessions/${encodeURIComponent(id)}/messages?limit=500`;
  return (await belfry.api<{ messages: { key: string }[] }>(path)).messages.map(({ key }) => key);
}

async function issuesOf(path: string): Promise<IssueView[]> {
  const { items } = await belfry.api<Page<IssueView>>('api/v1/issues?limit=500');
  return items.filter(({ source }) => source === path).sort((a, b) => a.offset - b.offset);
}

async function expectKept(path: string): Promise<void> {
  const to = join(home.userHome, 'restored');
  expect(await runCli(home, 'restore', path, '--output', to)).toMatchObject({ code: 0 });
  expect(readFileSync(to).equals(readFileSync(path))).toBe(true);
  rmSync(to);
}

describe.skipIf(process.platform === 'win32')('what no agent would write', () => {
  beforeAll(() => begin());
  afterAll(async () => {
    await belfry.stop();
    home.remove();
  });

  test('what is no file, closed, or a link to nowhere is named with what to do, and read once it can be', async () => {
    const place = (name: string) => join(directory, name);
    const locked = startTranscript(home, { cwd: '/home/dev/locked' });
    const behind = locked.prompt('Behind a locked door');
    chmodSync(dirname(locked.path), 0);
    writeFileSync(place('denied.jsonl'), readFileSync(good.path), { mode: 0 });
    execFileSync('mkfifo', [place('fifo.jsonl')]);
    const socket = createServer().listen(place('s.jsonl'));
    await once(socket, 'listening');
    symlinkSync('ring.jsonl', place('ring.jsonl'));
    symlinkSync('.', place('again'));
    writeFileSync(join(home.userHome, 'outside.jsonl'), '{}\n');
    symlinkSync(join(home.userHome, 'outside.jsonl'), place('out.jsonl'));
    mkdirSync(place('directory.jsonl'));

    const unreadable = async () =>
      (await belfry.api<Sync>('api/v1/sync')).roots.flatMap((root) => root.unreadable ?? []);
    const names = async () => (await unreadable()).map(({ path, detail }) => `${basename(path)}: ${detail}`).sort();
    const closed = ['-home-dev-locked: EACCES', 'denied.jsonl: EACCES'];
    const links = ['out.jsonl: link leaves the root', 'ring.jsonl: ELOOP'];
    const others = ['directory.jsonl: a directory', 'fifo.jsonl: not a regular file', 's.jsonl: not a regular file'];
    await eventually(async () => expect(await names()).toEqual([...closed, ...links, ...others].sort()), 30_000);
    const { stdout } = await runCli(home, 'doctor');
    for (const { path, detail, hint } of await unreadable()) {
      expect(stdout).toContain(`${path}: ${detail}\n  ${hint}\n`);
    }
    await othersGoOn();

    chmodSync(dirname(locked.path), 0o755);
    chmodSync(place('denied.jsonl'), 0o644);
    socket.close();
    for (const name of ['fifo.jsonl', 'ring.jsonl', 'out.jsonl', 'again']) rmSync(place(name));
    rmSync(place('directory.jsonl'), { recursive: true });
    await eventually(async () => expect(await messageKeys(locked)).toEqual([behind]), 30_000);
    await eventually(async () => expect(await names()).toEqual([]), 30_000);
    await expectKept(place('denied.jsonl'));
    expect(await issuesOf(place('denied.jsonl'))).toEqual([]);
  });

  test('lines that are damaged are told with their place and what stands there, and all others are read', async () => {
    const damaged = startTranscript(home);
    const before = damaged.prompt('Before');
    const surrogate = damaged.prompt('half of a bell \ud83d, and \u0000');
    const notUtf8 = Buffer.from(
      readFileSync(damaged.path, 'utf8').replace(before, 'bytes').replace('Before', '##').split('\n')[0] ?? '',
    );
    notUtf8.fill(0xff, notUtf8.indexOf('##'), notUtf8.indexOf('##') + 2);
    const broken = [notUtf8, '{"type": "\0\0"}', 'no JSON at all', '[1, 2]', '{"type": "user", "torn'];
    // A crash leaves them where a file was being extended: nothing was written there.
    damaged.raw('\0'.repeat(4096));
    const offsets = broken.map((line) => {
      const { size } = statSync(damaged.path);
      appendFileSync(damaged.path, line);
      appendFileSync(damaged.path, '\n\r\n');
      return size;
    });
    const after = damaged.prompt('After');
    await eventually(async () => expect(await messageKeys(damaged)).toEqual([before, surrogate, 'bytes', after]));

    const issues = await issuesOf(damaged.path);
    const details = ['not UTF-8', ...Array(3).fill('not a JSON object'), 'torn record'];
    expect(issues.map(({ code, offset, detail }) => ({ code, offset, detail }))).toEqual(
      offsets.map((offset, at) => ({ code: 'malformed-line', offset, detail: details[at] })),
    );
    expect(issues[2]?.excerpt).toBe('no JSON at all');
    expect(issues.every(({ excerpt }) => excerpt.length <= 120 && excerpt.isWellFormed())).toBe(true);
    const { stdout } = await runCli(home, 'doctor');
    expect(stdout).toMatch(/5 +claude +malformed-line/);
    expect(stdout).toContain('malformed-line: not one JSON object, or not UTF-8');
    await expectKept(damaged.path);
  });

  test('an empty file is no issue, a document in place of lines is many, and both are kept', async () => {
    const empty = startTranscript(home);
    const document = startTranscript(home);
    const pretty = JSON.stringify({ type: 'user', message: { role: 'user', content: 'x' } }, null, 2);
    writeFileSync(document.path, `${pretty}\n`);
    await eventually(async () => expect(await issuesOf(document.path)).toHaveLength(pretty.split('\n').length));
    await expectKept(document.path);
    await expectKept(empty.path);
    expect(await issuesOf(empty.path)).toEqual([]);
    await othersGoOn();
  });

  test('a file that goes while it is read is marked, and what was read of it stays', async () => {
    const fleeting = startTranscript(home);
    const first = fleeting.prompt('Here for a moment');
    const more = JSON.stringify({ type: 'user', uuid: 'u', message: { role: 'user', content: 'x'.repeat(1000) } });
    writeFileSync(fleeting.path, readFileSync(fleeting.path) + `${more}\n`.repeat(8000));
    await eventually(async () => expect(await messageKeys(fleeting)).toContain(first));
    rmSync(fleeting.path);
    await eventually(async () =>
      expect(await belfry.api(`api/v1/sessions/${encodeURIComponent(fleeting.id)}`)).toMatchObject({
        sourceGone: true,
      }),
    );
    expect(await messageKeys(fleeting)).toContain(first);
    expect(await runCli(home, 'restore', fleeting.path)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Here for a moment'),
    });
    await othersGoOn();
  });

  // It takes minutes and gigabytes; the nightly run has them.
  const onDemand = process.env.BELFRY_LARGE_LINES === undefined ? undefined : test;
  onDemand?.(
    'a line of a gigabyte is kept and told',
    async () => {
      const long = startTranscript(home);
      const before = long.prompt('Before');
      const file = openSync(long.path, 'r+');
      const start = statSync(long.path).size;
      writeSync(file, '{"type":"user","text":"', start);
      ftruncateSync(file, start + 1_000_000_000);
      closeSync(file);
      appendFileSync(long.path, '"}\n');
      const after = long.prompt('After');
      await othersGoOn();
      await eventually(async () => expect(await messageKeys(long)).toEqual([before, after]), 800_000);
      expect(await issuesOf(long.path)).toMatchObject([{ code: 'line-too-long', offset: start }]);
      await expectKept(long.path);
    },
    900_000,
  );
});

/** A limit to what belfry may write, which can be lifted. */
interface Limit {
  /** Before belfry starts, and after it. */
  prepare(): void;
  begin(): void;
  lift(): void;
  remove(): void;
}

function smallDisk(): Limit | undefined {
  if (process.platform !== 'linux') return undefined;
  const mount = (...args: string[]) => spawnSync('mount', args).status === 0;
  const probe = mount('-t', 'tmpfs', 'tmpfs', '/mnt') && spawnSync('umount', ['/mnt']).status === 0;
  if (!probe) return undefined;
  return {
    prepare: () => void mount('-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', home.directory),
    begin() {},
    lift: () => void mount('-o', 'remount,size=64m', home.directory),
    remove: () => void spawnSync('umount', [home.directory]),
  };
}

/** Files may not be larger than this: the nearest to a full disk that anybody may ask for. */
function smallFiles(): Limit | undefined {
  if (process.platform !== 'linux' || spawnSync('prlimit', ['--version']).status !== 0) return undefined;
  const limit = (bytes: number | string) => execFileSync('prlimit', [`--pid=${belfry.pid}`, `--fsize=${bytes}:`]);
  return { prepare() {}, begin: () => limit(1_000_000), lift: () => limit('unlimited'), remove() {} };
}

const limit = smallDisk() ?? smallFiles();
if (limit === undefined) console.warn('NOT TESTED: a full disk cannot be made here.');

test.skipIf(limit === undefined)('a full disk pauses reading, and nothing is lost once there is room', async () => {
  await begin(limit?.prepare);
  try {
    limit?.begin();
    const large = startTranscript(home);
    const keys = Array.from({ length: 30 }, () => large.prompt(randomBytes(60_000).toString('hex')));
    const full = async () => (await belfry.api<Sync>('api/v1/sync')).notices.filter(({ kind }) => kind === 'disk-full');
    await eventually(async () => expect(await full()).toHaveLength(1), 30_000);
    expect((await runCli(home, 'doctor')).stdout).toMatch(/Needs attention\n.*archive\.db.*\n {2}Free/);
    const meanwhile = good.prompt('Rung while the disk was full');

    limit?.lift();
    await eventually(async () => expect(await messageKeys(large)).toEqual(keys), 30_000);
    await eventually(async () => expect(await messageKeys(good)).toContain(meanwhile));
    await eventually(async () => expect(await full()).toEqual([]));
    await expectKept(large.path);
    expect(await issuesOf(large.path)).toEqual([]);
  } finally {
    await belfry.stop();
    limit?.remove();
    home.remove();
  }
});

test.runIf(process.env.CI !== undefined && process.platform === 'linux')(
  'a full disk is tested where it counts',
  () => {
    expect(limit).toBeDefined();
  },
);
