import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BelfryError } from '../errors.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { type TempHome, tempHome } from '../testing/temp-home.ts';
import { readCrashReports, writeCrashReport } from './crash-report.ts';

let home: TempHome;
let crashDir: string;
beforeEach(() => {
  home = tempHome();
  crashDir = home.paths.crashDir;
});
afterEach(() => home.remove());

const clock = fakeClock();
const crash = (thrown: unknown) => {
  clock.advance(1_000);
  return writeCrashReport(crashDir, thrown, { atMs: clock.now(), version: '1.2.3', command: 'serve' });
};

describe('a crash report', () => {
  it('tells what ended which process, with the causes', () => {
    const path = crash(new Error('outer', { cause: new TypeError('inner') }));

    expect(readCrashReports(crashDir)).toEqual([
      expect.objectContaining({
        path,
        at: new Date(clock.now()).toISOString(),
        command: 'serve',
        version: '1.2.3',
        pid: process.pid,
        code: 'BELFRY_INTERNAL',
        message: 'outer',
        stack: expect.stringMatching(/^Error: outer\n[\s\S]*crash-report\.test[\s\S]*\ncaused by TypeError: inner/),
      }),
    ]);
  });

  it('keeps the code and the hint of an error of ours', () => {
    crash(new BelfryError('BELFRY_DISK_FULL', 'no room', { hint: 'make some' }));
    expect(readCrashReports(crashDir)).toMatchObject([{ code: 'BELFRY_DISK_FULL', hint: 'make some' }]);
  });

  it('is written for anything that can be thrown', () => {
    for (const thrown of ['text', undefined, null, 7, { odd: true }]) expect(crash(thrown)).toBeDefined();
  });

  it('is private under any umask', () => {
    const before = process.umask(0);
    const path = crash(new Error('x')) ?? '';
    process.umask(before);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is the newest of ten at most, newest first', () => {
    for (let index = 1; index <= 12; index += 1) crash(new Error(`number ${index}`));
    const messages = readCrashReports(crashDir).map(({ message }) => message);
    expect(messages).toEqual(Array.from({ length: 10 }, (_, index) => `number ${12 - index}`));
    expect(readdirSync(crashDir)).toHaveLength(10);
  });

  it('does not make things worse where it cannot be written', () => {
    writeFileSync(join(home.home, 'file'), '');
    const options = { atMs: 0, version: '1', command: 'serve' };
    expect(writeCrashReport(join(home.home, 'file', 'crashes'), new Error('x'), options)).toBeUndefined();
  });

  it('that cannot be read is left out', () => {
    writeFileSync(join(crashDir, 'crash-2026.json'), '{"at":');
    expect(readCrashReports(crashDir)).toEqual([]);
    expect(readCrashReports(join(crashDir, 'nowhere'))).toEqual([]);
  });
});
