import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killChildren, startChild } from '../../test/child-process.ts';
import { type TempHome, tempHome } from '../testing/temp-home.ts';
import { openLifetimeLock } from './lifetime-lock.ts';
import { lockOwnerPath, readLockOwner } from './lock-owner.ts';
import { ownProcessIdentity } from './process-identity.ts';

let home: TempHome;
let path: string;
beforeEach(() => {
  home = tempHome();
  path = home.paths.lockFile;
});
afterEach(async () => {
  await killChildren();
  home.remove();
});

/** A process that tries for the lock as soon as it is told to, and is ready to be told. */
async function contender(waits = false, purpose = 'daemon') {
  const child = startChild('hold-lock', { path, purpose, waits });
  await child.next();
  return child;
}

describe('the lifetime lock', () => {
  it('is held once, and says by whom and for what', async () => {
    const holder = await contender();
    holder.say('go');
    expect(await holder.next()).toEqual({ kind: 'acquired' });

    const result = openLifetimeLock(path, { purpose: 'command:dump' }).acquire();

    expect(result).toMatchObject({ kind: 'held', owner: { pid: holder.pid, purpose: 'daemon' } });
  });

  it('is free again after its holder is killed', async () => {
    const holder = await contender();
    holder.say('go');
    await holder.next();
    await holder.kill();
    expect(existsSync(lockOwnerPath(path)), 'the killed holder had no time to clean up').toBe(true);

    const result = openLifetimeLock(path, { purpose: 'daemon' }).acquire();

    expect(result.kind).toBe('acquired');
    expect(readLockOwner(path)).toMatchObject({ pid: process.pid });
    if (result.kind === 'acquired') result.lock.release();
  });

  it('is won by exactly one of many that start at once, again after each winner is killed', async () => {
    let children = await Promise.all(Array.from({ length: 6 }, () => contender()));
    for (let round = 0; round < 3; round += 1) {
      for (const child of children) child.say('go');
      const results = await Promise.all(children.map((child) => child.next()));
      const winner = results.findIndex(({ kind }) => kind === 'acquired');

      expect(results.filter(({ kind }) => kind === 'acquired')).toHaveLength(1);
      expect(readLockOwner(path)?.pid).toBe(children[winner]?.pid);

      await children[winner]?.kill();
      await killChildren();
      children = await Promise.all(Array.from({ length: 4 }, () => contender()));
    }
  });

  it('is never missed by both of two that try in the same instant', async () => {
    const racers = [1, 2].map(() => startChild('race-for-lock', { path }));
    const next = () => Promise.all(racers.map((racer) => racer.next()));
    const tell = (line: string) => {
      for (const racer of racers) racer.say(line);
    };
    for (let round = 0; round < 40; round += 1) {
      await next();
      tell(String(Date.now() + 5));
      expect((await next()).map(({ kind }) => kind).sort(), `round ${round}`).toEqual(['acquired', 'held']);
      tell('release');
    }
  });

  it('goes from hand to hand between waiting processes, each told for whom it waits', async () => {
    const first = await contender(false, 'command:import');
    first.say('go');
    await first.next();
    const second = await contender(true);
    second.say('go');
    expect(await second.next()).toEqual({ waitsFor: 'command:import' });

    first.say('release');
    expect(await first.next()).toEqual({ released: true });

    expect(await second.next()).toEqual({ kind: 'acquired' });
  });

  it('is taken over by a waiting process when the holder is killed', async () => {
    const first = await contender();
    first.say('go');
    await first.next();
    const second = await contender(true);
    second.say('go');
    await second.next();

    await first.kill();

    expect(await second.next()).toEqual({ kind: 'acquired' });
  });

  it('is held against its own process too, and released once', () => {
    const lock = openLifetimeLock(path, { purpose: 'daemon' });
    const first = lock.acquire();
    const second = lock.acquire();
    expect([first.kind, second.kind]).toEqual(['acquired', 'held']);
    if (first.kind !== 'acquired') return;

    first.lock.release();
    const third = lock.acquire();
    first.lock.release();

    expect(third.kind).toBe('acquired');
    expect(lock.acquire().kind, 'the second release of the first holder changed nothing').toBe('held');
    if (third.kind === 'acquired') third.lock.release();
  });

  it('is taken again when its file was deleted, so that nobody else gets it', async () => {
    const result = openLifetimeLock(path, { purpose: 'daemon' }).acquire();
    if (result.kind !== 'acquired') throw new Error(result.kind);
    expect(result.lock.renew()).toBe(true);
    rmSync(path);
    rmSync(lockOwnerPath(path));

    expect(result.lock.renew()).toBe(true);

    const other = await contender();
    other.say('go');
    expect(await other.next()).toMatchObject({ kind: 'held', owner: { pid: process.pid } });
    result.lock.release();
    expect(existsSync(lockOwnerPath(path))).toBe(false);
  });

  it('is lost when its file was deleted and another process was faster', async () => {
    const result = openLifetimeLock(path, { purpose: 'daemon' }).acquire();
    if (result.kind !== 'acquired') throw new Error(result.kind);
    rmSync(path);
    const other = await contender();
    other.say('go');
    expect(await other.next()).toEqual({ kind: 'acquired' });

    expect(result.lock.renew()).toBe(false);
    expect(result.lock.renew(), 'it stays lost').toBe(false);

    result.lock.release();
    expect(readLockOwner(path)?.pid, 'what is the other’s is left alone').toBe(other.pid);
  });

  it('leaves no name behind when released', () => {
    const result = openLifetimeLock(path, { purpose: 'daemon' }).acquire();
    if (result.kind === 'acquired') result.lock.release();

    expect(existsSync(lockOwnerPath(path))).toBe(false);
  });

  it('stops waiting when told to', async () => {
    const lock = openLifetimeLock(path, { purpose: 'daemon' });
    const held = lock.acquire();
    const stop = new AbortController();

    const waiting = lock.waitFor({ signal: stop.signal, onWait: () => stop.abort(new Error('enough')) });

    await expect(waiting).rejects.toThrow();
    if (held.kind === 'acquired') held.lock.release();
  });

  it('keeps its file empty and private under any umask', () => {
    const before = process.umask(0);
    try {
      const result = openLifetimeLock(path, { purpose: 'daemon' }).acquire();
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(lockOwnerPath(path)).mode & 0o777).toBe(0o600);
      expect(statSync(path).size).toBe(0);
      if (result.kind === 'acquired') result.lock.release();
    } finally {
      process.umask(before);
    }
  });

  it('refuses a file that is something else, and leaves it as it is', () => {
    const text = 'my shopping list, which is longer than a database header would ever have been\n'.repeat(4);
    writeFileSync(path, text);

    expect(() => openLifetimeLock(path, { purpose: 'daemon' }).acquire()).toThrow(
      expect.objectContaining({ code: 'BELFRY_STATE_FILE_INVALID' }),
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('the name of the holder', () => {
  const write = (value: unknown) => writeFileSync(lockOwnerPath(path), JSON.stringify(value));

  it('is unknown when there is no file or one that is not ours', () => {
    expect(readLockOwner(path)).toBeUndefined();
    for (const value of [null, 7, {}, { pid: process.pid }, { ...ownProcessIdentity(), purpose: 'other' }]) {
      write(value);
      expect(readLockOwner(path)).toBeUndefined();
    }
    writeFileSync(lockOwnerPath(path), '{"pid":');
    expect(readLockOwner(path)).toBeUndefined();
  });

  it('is unknown when the named process is another one by now', () => {
    const own = { ...ownProcessIdentity(), purpose: 'daemon' };
    write(own);
    expect(readLockOwner(path)).toEqual(own);

    write({ ...own, startTicks: 1, startedAt: '2001-01-01T00:00:00.000Z' });
    expect(readLockOwner(path)).toBeUndefined();
  });
});
