import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deadPid, killChildren, startChild } from '../../test/child-process.ts';
import { parseBootTime, parseProcStat, readBootId, readBootTimeMs } from './boot.ts';
import { isProcessAlive, isSameProcess, isSameProcessAlive } from './process-alive.ts';
import { ownProcessIdentity, readProcessIdentity } from './process-identity.ts';
import { parsePidStat, parseStartTime, readPidStat } from './process-start.ts';

const onLinux = process.platform === 'linux';
afterEach(killChildren);

describe('a process', () => {
  it('is alive until it ends', async () => {
    const child = startChild('foreign', null);
    await child.next();
    expect(isProcessAlive(child.pid)).toBe(true);
    await child.kill();
    expect(isProcessAlive(child.pid)).toBe(false);
    expect(isProcessAlive(await deadPid())).toBe(false);
  });

  it('is alive when we may not signal it', () => {
    using kill = vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
    });
    expect(isProcessAlive(process.pid)).toBe(true);
    expect(kill).toHaveBeenCalledWith(process.pid, 0);
  });

  it.runIf(onLinux)('is dead when it has ended and its parent has not noticed', async () => {
    // The shell becomes `sleep`, which never asks after the child it did not know it had.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [line] = await once(parent.stdout, 'data');
      const pid = Number(String(line).trim());
      await expect.poll(() => readPidStat(pid)?.state).toBe('Z');
      expect(() => process.kill(pid, 0), 'signals alone would take it for alive').not.toThrow();
      expect(isProcessAlive(pid)).toBe(false);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('is never one with the number %d', (pid) => {
    expect(isProcessAlive(pid)).toBe(false);
  });
});

describe('the identity of a process', () => {
  it('is the same read from inside and outside, and tells two processes apart', async () => {
    const [first, second] = [startChild('foreign', null), startChild('foreign', null)];
    await Promise.all([first.next(), second.next()]);
    const read = readProcessIdentity(first.pid);

    expect(isSameProcessAlive(read)).toBe(true);
    expect(ownProcessIdentity()).toMatchObject(readProcessIdentity(process.pid));
    expect(ownProcessIdentity().pid).toBe(process.pid);
    if (onLinux) {
      // A test machine may start both within one tick, so only the comparison with this older process is sure.
      expect(isSameProcess({ ...read, pid: process.pid }, readProcessIdentity(process.pid))).toBe(false);
    }
  });

  it.runIf(onLinux)('has everything on Linux', () => {
    expect(readProcessIdentity(process.pid)).toEqual({
      pid: process.pid,
      startedAt: expect.stringMatching(/^\d{4}-.+Z$/),
      startTicks: expect.any(Number),
      bootId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(readBootId()).toBe(readBootId());
    expect(readBootTimeMs()).toBeLessThan(performance.timeOrigin);
  });

  it('of nobody is only a number', async () => {
    const { bootId: _, ...rest } = readProcessIdentity(await deadPid());
    expect(rest).toEqual({ pid: expect.any(Number) });
  });
});

describe('two identities', () => {
  const at = (ms: number) => new Date(Date.UTC(2026, 0, 2) + ms).toISOString();
  const boot = Date.UTC(2026, 0, 1);

  it.each([
    ['ticks agree', { bootId: 'a', startTicks: 5, startedAt: at(0) }, { bootId: 'a', startTicks: 5 }, true],
    [
      'ticks differ',
      { bootId: 'a', startTicks: 5, startedAt: at(0) },
      { bootId: 'a', startTicks: 6, startedAt: at(0) },
      false,
    ],
    ['boots differ', { bootId: 'a', startTicks: 5 }, { bootId: 'b', startTicks: 5 }, false],
    ['times agree roughly', { startedAt: at(0) }, { startedAt: at(120_000) }, true],
    ['times differ', { startedAt: at(0) }, { startedAt: at(120_001) }, false],
    ['times differ the other way', { startedAt: at(120_001) }, { startedAt: at(0) }, false],
    [
      'same boot, no ticks, times differ',
      { bootId: 'a', startedAt: at(0) },
      { bootId: 'a', startedAt: at(130_000) },
      false,
    ],
    ['recorded before this boot', { startedAt: new Date(boot - 1).toISOString() }, {}, false],
    ['recorded at this boot', { startedAt: new Date(boot).toISOString() }, {}, true],
    [
      'ticks without a boot id prove nothing',
      { startTicks: 5, startedAt: at(0) },
      { startTicks: 6, startedAt: at(0) },
      true,
    ],
    ['nothing is known', {}, {}, true],
  ])('%s: %j, %j → %s', (_, recorded, running, same) => {
    expect(isSameProcess(recorded, running, boot)).toBe(same);
  });
});

describe('what the kernel says', () => {
  const fields = Array.from({ length: 50 }, (_, index) => index + 4).join(' ');

  it('is read after the last parenthesis of the name', () => {
    // Fields count from 1; the state is the third, the start time the twenty-second.
    for (const name of ['node', 'a b', 'a) R 1 (b', ') ) ']) {
      expect(parsePidStat(`12 (${name}) S ${fields}`)).toEqual({ state: 'S', startTicks: 22 });
    }
  });

  it('may be cut short', () => {
    expect(parsePidStat('')).toBeUndefined();
    expect(parsePidStat('12 (node) S 1 2')).toBeUndefined();
    expect(parseProcStat('cpu 1 2 3')).toBeUndefined();
    expect(parseBootTime('')).toBeUndefined();
  });

  it('gives the creation time, as macOS and Windows print it', () => {
    const startedAt = '2023-11-04T02:13:20.000Z';
    expect(parseStartTime('Sat Nov  4 02:13:20 2023\n')).toEqual({ startedAt });
    expect(parseStartTime('2023-11-04T02:13:20.0000000Z\r\n')).toEqual({ startedAt });
    expect(parseStartTime('')).toEqual({});
  });

  it('gives the time of boot', () => {
    expect(parseProcStat('cpu 1 2\nbtime 1700000000\nprocesses 5\n')).toBe(1_700_000_000_000);
    expect(parseBootTime('{ sec = 1700000000, usec = 250999 } Tue Nov 14 22:13:20 2023')).toBe(1_700_000_000_250);
  });
});
