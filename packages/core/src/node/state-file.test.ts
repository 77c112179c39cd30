import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deadPid, killChildren, startChild } from '../../test/child-process.ts';
import { type TempHome, tempHome } from '../testing/temp-home.ts';
import { ownProcessIdentity, readProcessIdentity } from './process-identity.ts';
import { isLocalServerActive, isServerActive } from './server-active.ts';
import { isStartupLocked, removeStartupLock, writeStartupLock } from './startup-lock.ts';
import { readLiveStates, removeStateFile, stateFilePath, writeStateFile } from './state-file.ts';

let home: TempHome;
let runDir: string;
beforeEach(() => {
  home = tempHome();
  runDir = home.paths.runDir;
});
afterEach(async () => {
  await killChildren();
  home.remove();
});

const own = { ...ownProcessIdentity(), port: 7717, host: '127.0.0.1', version: '1.2.3' };
const longAgo = '2001-01-01T00:00:00.000Z';

/** Writes a state file as another process would have left it. */
function leave(state: unknown, port = 7717): string {
  const path = stateFilePath(runDir, port);
  writeFileSync(path, typeof state === 'string' ? state : JSON.stringify(state));
  return path;
}

/** The fields of the reference alone: no ticks, no boot id. */
function plain(fields: { pid: number; startedAt: string }) {
  return { port: 7717, host: '127.0.0.1', version: '1.2.3', ...fields };
}

describe('a state file', () => {
  it('says who serves where, and is gone after removal', () => {
    const state = writeStateFile(runDir, { host: '127.0.0.1', port: 7717, version: '1.2.3' });
    const path = stateFilePath(runDir, 7717);

    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(state);
    expect(state).toMatchObject({ pid: process.pid, port: 7717, host: '127.0.0.1', version: '1.2.3' });
    expect(state).not.toHaveProperty('readOnly');
    expect(readdirSync(runDir), 'no temporary file is left').toEqual(['server.7717.json']);

    removeStateFile(runDir, 7717);
    removeStateFile(runDir, 7717);
    expect(readdirSync(runDir)).toEqual([]);
  });

  it('keeps that the server only reads', () => {
    expect(writeStateFile(runDir, { host: '', port: 1, version: '1', readOnly: true })).toMatchObject({
      readOnly: true,
    });
    expect(readLiveStates(runDir)).toMatchObject([{ readOnly: true }]);
  });

  it('keeps how the server was started and where its pages lie', () => {
    const started = { basePath: '/tower/', flags: { port: '7000', basePath: '/tower' } };
    writeStateFile(runDir, { host: '', port: 1, version: '1', ...started });
    expect(readLiveStates(runDir)).toMatchObject([started]);
  });

  it('tells when the process was created, not when it began to serve', () => {
    const { startedAt } = writeStateFile(runDir, { host: '', port: 1, version: '1' });

    const createdMs = Date.parse(startedAt);
    // The boot time is known to the second.
    expect(Math.abs(createdMs - performance.timeOrigin)).toBeLessThan(5_000);
    expect(startedAt).toBe(readProcessIdentity(process.pid).startedAt ?? startedAt);
    expect(isServerActive(runDir)).toBe(true);
  });

  it('is private under any umask', () => {
    const before = process.umask(0);
    try {
      writeStateFile(runDir, { host: '', port: 1, version: '1' });
      writeStartupLock(runDir);
      for (const name of readdirSync(runDir)) expect(statSync(join(runDir, name)).mode & 0o777, name).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });

  it('is not removed when another live server has it by now', async () => {
    const other = startChild('foreign', null);
    await other.next();
    const path = leave({ ...own, ...readProcessIdentity(other.pid) });

    removeStateFile(runDir, 7717);
    expect(existsSync(path)).toBe(true);

    await other.kill();
    removeStateFile(runDir, 7717);
    expect(existsSync(path)).toBe(false);
  });
});

describe('a server is active', () => {
  it('when its process is alive, though nothing listens on its port', () => {
    const path = leave(own);
    expect([isServerActive(runDir), isLocalServerActive(runDir), isStartupLocked(runDir)]).toEqual([true, true, false]);
    expect(existsSync(path)).toBe(true);
  });

  it('when the file tells no more than pid and a plausible time', () => {
    leave(plain({ pid: process.pid, startedAt: own.startedAt }));
    expect(isServerActive(runDir)).toBe(true);
  });

  it('when the time in the file cannot be read, because the pid is all there is', () => {
    leave(plain({ pid: process.pid, startedAt: 'some day' }));
    expect(isServerActive(runDir)).toBe(true);
  });

  it('when the wall clock was stepped since: ticks since boot do not change', () => {
    leave({ ...own, startedAt: new Date(Date.parse(own.startedAt) - 3_600_000).toISOString() });
    expect(isServerActive(runDir)).toBe(own.startTicks !== undefined);
  });

  it('but not the archive’s, when it only reads', () => {
    leave({ ...own, readOnly: true });
    expect([isServerActive(runDir), isLocalServerActive(runDir)]).toEqual([true, false]);

    leave({ ...own, port: 7718 }, 7718);
    expect(isLocalServerActive(runDir)).toBe(true);
  });
});

describe('a stale state file is deleted and counts for nothing', () => {
  const stale = (state: unknown) => {
    const path = leave(state);
    const active = isServerActive(runDir);
    return { active, kept: existsSync(path) };
  };
  const gone = { active: false, kept: false };

  it('of a process that has ended', async () => {
    expect(stale(plain({ pid: await deadPid(), startedAt: own.startedAt }))).toEqual(gone);
  });

  it('of a server that was killed', async () => {
    const server = startChild('serve', { paths: home.paths, port: 0 });
    await server.next();
    expect(isServerActive(runDir)).toBe(true);

    await server.kill();

    expect(readdirSync(runDir).filter((name) => name.endsWith('.json'))).toHaveLength(1);
    expect(isServerActive(runDir)).toBe(false);
    expect(readdirSync(runDir)).toEqual([]);
  });

  it('whose pid belongs to another process by now, told by its ticks', ({ skip }) => {
    if (own.startTicks === undefined) skip();
    expect(stale({ ...own, startTicks: (own.startTicks ?? 0) + 1 })).toEqual(gone);
  });

  it('whose pid belongs to another process by now, told by its time', () => {
    const earlier = new Date(Date.parse(own.startedAt) - 121_000).toISOString();
    expect(stale({ ...own, startTicks: undefined, startedAt: earlier })).toEqual(gone);
  });

  it('within 120 seconds it is held to be the same process', () => {
    const earlier = new Date(Date.parse(own.startedAt) - 119_000).toISOString();
    expect(stale({ ...own, startTicks: undefined, startedAt: earlier })).toEqual({ active: true, kept: true });
  });

  it('of an earlier boot, told by the boot id, though pid and ticks agree', ({ skip }) => {
    if (own.bootId === undefined) skip();
    expect(stale({ ...own, bootId: '00000000-0000-4000-8000-000000000000' })).toEqual(gone);
  });

  it('of an earlier boot, told by the time alone', () => {
    expect(stale(plain({ pid: process.pid, startedAt: longAgo }))).toEqual(gone);
  });
});

describe('what is not a state file is left alone', () => {
  it.each([
    ['not JSON', '{"pid": 1, "po'],
    ['empty', ''],
    ['another shape', '{"pid":"one"}'],
    ['a pid that is none', JSON.stringify({ ...own, pid: 0 })],
    ['a port that is none', JSON.stringify({ ...own, port: 65_536 })],
    ['a missing time', JSON.stringify({ ...own, startedAt: undefined })],
    ['odd ticks', JSON.stringify({ ...own, startTicks: '5' })],
    ['an odd mark', JSON.stringify({ ...own, readOnly: 'yes' })],
    ['an odd path', JSON.stringify({ ...own, basePath: 7 })],
    ['odd flags', JSON.stringify({ ...own, flags: { port: 7000 } })],
    ['not an object', 'null'],
  ])('%s', (_, text) => {
    const path = leave(text);
    expect(isServerActive(runDir)).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('other names', () => {
    for (const name of ['config.json', 'server.txt', 'server.json', 'server.a.json', '.server.7717.json.1-0-1.tmp']) {
      writeFileSync(join(runDir, name), JSON.stringify(own));
    }
    expect(isServerActive(runDir)).toBe(false);
    expect(readdirSync(runDir)).toHaveLength(5);
  });

  it('a directory that does not exist has no servers', () => {
    expect(isServerActive(join(runDir, 'nowhere'))).toBe(false);
  });
});

describe('a startup lock', () => {
  it('makes the home active until it is removed', () => {
    writeStartupLock(runDir);
    expect([isStartupLocked(runDir), isServerActive(runDir), isLocalServerActive(runDir)]).toEqual([true, true, true]);
    expect(readdirSync(runDir)).toEqual([`server.starting.${process.pid}`]);

    removeStartupLock(runDir);
    removeStartupLock(runDir);
    expect(isServerActive(runDir)).toBe(false);
  });

  it('of another process is not removed by us', async () => {
    const server = startChild('serve', { paths: home.paths, port: 0, pauses: true });
    await server.next();
    removeStartupLock(runDir);
    expect(isStartupLocked(runDir)).toBe(true);
  });

  it('of a process killed while starting is deleted', async () => {
    const server = startChild('serve', { paths: home.paths, port: 0, pauses: true });
    await server.next();
    expect(isStartupLocked(runDir)).toBe(true);

    await server.kill();

    expect(isStartupLocked(runDir)).toBe(false);
    expect(readdirSync(runDir)).toEqual([]);
  });

  it('of a reused pid is deleted', () => {
    writeFileSync(
      join(runDir, `server.starting.${process.pid}`),
      JSON.stringify({ pid: process.pid, startedAt: longAgo }),
    );
    expect(isStartupLocked(runDir)).toBe(false);
    expect(readdirSync(runDir)).toEqual([]);
  });

  it('that is malformed is ignored and kept', () => {
    for (const [pid, text] of [
      [1, 'x'],
      [2, ''],
      [3, '{}'],
      [4, 'null'],
    ]) {
      writeFileSync(join(runDir, `server.starting.${pid}`), String(text));
    }
    expect(isStartupLocked(runDir)).toBe(false);
    expect(readdirSync(runDir)).toHaveLength(4);
  });
});
