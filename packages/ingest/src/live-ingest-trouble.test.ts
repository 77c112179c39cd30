import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { BelfryError } from '@belfry/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createToyHome, say, type ToyHome } from './testing/toy-home.ts';

let home: ToyHome;
beforeEach(() => {
  home = createToyHome();
});
afterEach(() => home.remove());

it('says that a file is gone, and that it is back', async () => {
  home.write(home.talk('a.jsonl'), say('1'));
  home.write(home.talk('b.jsonl'), say('1'));
  await home.start();
  await home.until(() => home.sink.sources().length === 2);
  rmSync(home.talk('a.jsonl'));
  await home.until(() => home.sink.sources().some(({ file, gone }) => gone && file === home.talk('a.jsonl')));
  home.write(home.talk('a.jsonl'), say('1'));
  await home.until(() => home.sink.sources().every(({ gone }) => !gone));
  expect(home.sink.sources().map(({ generation }) => generation)).toEqual([1, 1]);
});

it('reports a moved root once and calls none of its files gone', async () => {
  for (let n = 0; n < 10; n += 1) home.write(home.talk(`${n}.jsonl`), say('1'));
  await home.start();
  await home.until(() => home.sink.sources().length === 10);
  renameSync(join(home.dir, '.toy'), join(home.dir, 'moved'));
  await home.live().rescan();
  expect(home.sink.sources().filter(({ gone }) => gone)).toEqual([]);
  expect(home.live().status().issues).toMatchObject([{ code: 'root-unavailable', root: join(home.dir, '.toy') }]);
  renameSync(join(home.dir, 'moved'), join(home.dir, '.toy'));
  await home.live().rescan();
  expect(home.live().status().issues).toEqual([]);
});

it('takes an unmounted root, empty now, for unavailable', async () => {
  for (let n = 0; n < 5; n += 1) home.write(home.talk(`${n}.jsonl`), say('1'));
  await home.start();
  await home.until(() => home.sink.sources().length === 5);
  renameSync(join(home.dir, '.toy/talks'), join(home.dir, 'moved'));
  mkdirSync(join(home.dir, '.toy/talks'));
  await home.live().rescan();
  expect(home.sink.sources().filter(({ gone }) => gone)).toEqual([]);
  expect(home.live().status().issues).toMatchObject([{ code: 'root-unavailable' }]);
});

it('pauses while the disk is full and goes on by itself', async () => {
  home.write(home.talk('a.jsonl'), say('1'));
  await home.start({ retryMs: 30 });
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 1);
  home.sink.refuse(new BelfryError('BELFRY_DISK_FULL', 'full'));
  appendFileSync(home.talk('a.jsonl'), say('2'));
  await home.until(() => home.live().status().phase === 'paused');
  expect(home.live().status().pausedBy).toBe('BELFRY_DISK_FULL');
  appendFileSync(home.talk('a.jsonl'), say('3'));
  home.sink.refuse(undefined);
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 3);
  expect(home.live().status().phase).toBe('watching');
});

it('reads a source again from its new cursor when somebody else has read it', async () => {
  home.write(home.talk('a.jsonl'), say('1'));
  await home.start();
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 1);
  const apply = home.sink.apply;
  let meddled = false;
  home.sink.apply = (batch) => {
    if (!meddled) {
      meddled = true;
      apply(batch);
    }
    apply(batch);
  };
  appendFileSync(home.talk('a.jsonl'), say('2'));
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 2);
  await home.live().whenIdle();
  expect(home.ids(home.talk('a.jsonl'))).toEqual(['1', '2']);
});

it('keeps watching by looking when the system has no watches left', async () => {
  home.write(home.talk('a.jsonl'), say('1'));
  await home.start({
    pollMs: 20,
    watch: () => {
      throw Object.assign(new Error('System limit for number of file watchers reached'), { code: 'ENOSPC' });
    },
  });
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 1);
  expect(home.live().status().watching).toEqual({ watched: 0, polled: 1, degradedBy: 'ENOSPC' });
  appendFileSync(home.talk('a.jsonl'), say('2'));
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 2);
});

it('finds what no event told about at the next look', async () => {
  home.write(home.talk('p/a.jsonl'), say('1'));
  await home.start({ rescanMs: 30, watch: () => ({ on: () => undefined as never, close() {} }) });
  appendFileSync(home.talk('p/a.jsonl'), say('2'));
  await home.until(() => home.ids(home.talk('p/a.jsonl')).length === 2);
});

it('finds what came and what went in a directory at rest that no event told about', async () => {
  const threeDaysAgo = Date.now() / 1000 - 3 * 86_400;
  const rest = (path: string) => utimesSync(path, threeDaysAgo, threeDaysAgo);
  for (const name of ['a', 'b']) {
    home.write(home.talk(`p/${name}.jsonl`), say('1'));
    rest(home.talk(`p/${name}.jsonl`));
  }
  rest(home.talk('p'));
  await home.start({ rescanMs: 20, watch: () => ({ on: () => undefined as never, close() {} }) });
  await home.live().importBacklog();
  const looks = async (count: number) => {
    for (let look = 0; look < count; look += 1) {
      const before = home.live().status().scannedAt;
      await home.until(() => home.live().status().scannedAt !== before);
    }
  };
  await looks(12);
  home.write(home.talk('p/c.jsonl'), say('1'));
  rest(home.talk('p'));
  rmSync(home.talk('p/b.jsonl'));
  await home.until(() => home.ids(home.talk('p/c.jsonl')).length === 1);
  await home.until(() => home.sink.sources().some(({ file, gone }) => gone && file === home.talk('p/b.jsonl')));
  await looks(12);
  expect(home.sink.sources().filter(({ gone }) => gone)).toHaveLength(1);
  expect(home.live().status().issues).toEqual([]);
});

it('finds in one of the next looks what no event told about a file at rest, and at once when asked', async () => {
  const threeDaysAgo = Date.now() / 1000 - 3 * 86_400;
  const write = (file: string, content: string, later: number) => {
    appendFileSync(file, content);
    utimesSync(file, threeDaysAgo + later, threeDaysAgo + later);
  };
  for (const name of ['a', 'b']) {
    home.write(home.talk(`p/${name}.jsonl`), '');
    write(home.talk(`p/${name}.jsonl`), say('1'), 0);
  }
  await home.start({ rescanMs: 20, watch: () => ({ on: () => undefined as never, close() {} }) });
  await home.live().importBacklog();
  for (const name of ['a', 'b']) write(home.talk(`p/${name}.jsonl`), say('2'), 60);
  await home.until(() => ['a', 'b'].every((name) => home.ids(home.talk(`p/${name}.jsonl`)).length === 2));
  write(home.talk('p/a.jsonl'), say('3'), 120);
  await home.live().rescan();
  await home.live().whenIdle();
  expect(home.ids(home.talk('p/a.jsonl'))).toHaveLength(3);
});

it('is not held up by a root that never answers', async () => {
  home.write(home.talk('a.jsonl'), say('1'));
  const probe = {
    probe: async (path: string) =>
      path.endsWith('dead') ? ({ state: 'unavailable', detail: 'no answer' } as const) : ({ state: 'found' } as const),
  };
  await home.start({ probe, extraRoots: { toy: [join(home.dir, 'dead')] } });
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 1);
  expect(home.live().status().issues).toMatchObject([{ code: 'root-unavailable', detail: 'no answer' }]);
});

it('names a link that leads out of the root and does not read it', async () => {
  home.write(join(home.dir, 'elsewhere.jsonl'), say('1'));
  home.write(home.talk('a.jsonl'), say('1'));
  symlinkSync(join(home.dir, 'elsewhere.jsonl'), home.talk('link.jsonl'));
  mkdirSync(join(home.dir, 'linked'));
  home.write(join(home.dir, 'linked/b.jsonl'), say('1'));
  symlinkSync(join(home.dir, 'linked'), home.talk('dir'));
  symlinkSync(join(home.dir, '.toy/talks'), home.talk('loop'));
  await home.start();
  await home.until(() => home.ids(home.talk('dir/b.jsonl')).length === 1);
  expect(
    home.sink
      .sources()
      .map(({ file }) => file)
      .sort(),
  ).toEqual([home.talk('a.jsonl'), home.talk('dir/b.jsonl')]);
  expect(home.live().status().issues).toMatchObject([{ code: 'unreadable', path: home.talk('link.jsonl') }]);
});

it('names a file without permission and reads it once it may', async () => {
  home.write(home.talk('a.jsonl'), say('1'));
  home.write(home.talk('b.jsonl'), say('1'));
  chmodSync(home.dir, 0o755);
  chmodSync(home.talk('a.jsonl'), 0);
  const isRoot = process.getuid?.() === 0;
  // Root may read everything, so the test is somebody else for a while.
  if (isRoot) process.seteuid?.(65_534);
  try {
    await home.start();
    await home.until(() => home.ids(home.talk('b.jsonl')).length === 1);
    await home.live().whenIdle();
    expect(home.live().status().issues).toMatchObject([
      { code: 'unreadable', path: home.talk('a.jsonl'), detail: 'EACCES' },
    ]);
    expect(home.sink.issues(home.talk('a.jsonl'))).toMatchObject([{ code: 'unreadable', detail: 'EACCES' }]);
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
  chmodSync(home.talk('a.jsonl'), 0o644);
  await home.live().rescan();
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 1);
  expect(home.live().status().issues).toEqual([]);
});
