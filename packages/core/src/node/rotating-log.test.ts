import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempHome, tempHome } from '../testing/temp-home.ts';
import { openRotatingLog } from './rotating-log.ts';

let home: TempHome;
let path: string;
beforeEach(() => {
  home = tempHome();
  path = join(home.paths.logDir, 'belfry.log');
});
afterEach(() => home.remove());

const read = (name = 'belfry.log') => readFileSync(join(home.paths.logDir, name), 'utf8');

describe('the log', () => {
  it('goes on where it ended', () => {
    for (const line of ['one\n', 'two\n']) {
      const log = openRotatingLog(path);
      log.write(line);
      log.close();
    }
    expect(read()).toBe('one\ntwo\n');
  });

  it('begins a new file when full and keeps three', () => {
    const log = openRotatingLog(path, { maxBytes: 10 });
    for (const letter of 'abcdef') log.write(`${letter.repeat(7)}\n`);
    log.close();

    expect(readdirSync(home.paths.logDir).sort()).toEqual(['belfry.log', 'belfry.log.1', 'belfry.log.2']);
    expect([read(), read('belfry.log.1'), read('belfry.log.2')]).toEqual(['fffffff\n', 'eeeeeee\n', 'ddddddd\n']);
  });

  it('counts what an earlier run wrote', () => {
    writeFileSync(path, 'x'.repeat(9));
    const log = openRotatingLog(path, { maxBytes: 10 });
    log.write('new\n');
    log.close();
    expect([read(), read('belfry.log.1')]).toEqual(['new\n', 'x'.repeat(9)]);
  });

  it('takes a line longer than a file in one piece', () => {
    const log = openRotatingLog(path, { maxBytes: 4 });
    log.write('a long line\n');
    log.write('b\n');
    log.close();
    expect([read(), read('belfry.log.1')]).toEqual(['b\n', 'a long line\n']);
  });

  it('is private under any umask, old files too', () => {
    writeFileSync(path, '');
    chmodSync(path, 0o644);
    const before = process.umask(0);
    const log = openRotatingLog(path, { maxBytes: 2 });
    log.write('a\n');
    log.write('b\n');
    log.close();
    process.umask(before);
    for (const name of readdirSync(home.paths.logDir)) {
      expect(statSync(join(home.paths.logDir, name)).mode & 0o777, name).toBe(0o600);
    }
  });

  it('does not rotate what a link points to', () => {
    const target = join(home.home, 'elsewhere');
    writeFileSync(target, 'kept\n');
    symlinkSync(target, path);
    const log = openRotatingLog(path, { maxBytes: 2 });
    log.write('a\n');
    log.write('b\n');
    log.close();
    expect(readFileSync(target, 'utf8')).toBe('kept\na\nb\n');
    expect(existsSync(`${path}.1`)).toBe(false);
  });

  it.runIf(existsSync('/dev/full'))('survives a full disk', () => {
    symlinkSync('/dev/full', path);
    const log = openRotatingLog(path);
    expect(() => log.write('lost\n')).not.toThrow();
    log.close();
  });

  it('says how many lines it lost, as soon as it can', () => {
    const log = openRotatingLog(path, { maxBytes: 8 });
    log.write('first\n');
    // A directory that cannot be replaced stands in the way of the next file, until it is gone.
    writeFileSync(`${path}.1`, '');
    const obstacle = `${path}.2`;
    mkdirSync(join(obstacle, 'x'), { recursive: true });
    log.write('lost\nlost too\n');
    rmSync(obstacle, { recursive: true });

    log.write('found\n');
    log.close();

    expect(read('belfry.log.1')).toBe('first\n');
    const [notice, line] = read().trim().split('\n');
    expect(JSON.parse(notice ?? '')).toMatchObject({ level: 'warn', lostLines: 2 });
    expect(line).toBe('found');
  });

  it('takes nothing after it is closed, and closes twice', () => {
    const log = openRotatingLog(path);
    log.close();
    log.close();
    log.write('late\n');
    expect(read()).toBe('');
  });
});
