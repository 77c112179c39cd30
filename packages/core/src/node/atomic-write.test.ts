import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempHome, tempHome } from '../testing/temp-home.ts';
import { writeFileAtomic } from './atomic-write.ts';

let home: TempHome;
let path: string;
beforeEach(() => {
  home = tempHome();
  path = join(home.paths.stateDir, 'file');
});
afterEach(() => home.remove());

const files = () => readdirSync(home.paths.stateDir).filter((name) => name.includes('file'));

describe('an atomic write', () => {
  it('makes or replaces the file as a whole and leaves nothing beside it', () => {
    writeFileAtomic(path, 'a long first content');
    writeFileAtomic(path, new Uint8Array([104, 105]));
    expect(readFileSync(path, 'utf8')).toBe('hi');
    expect(files()).toEqual(['file']);
  });

  it.each([0, 0o022, 0o777])('is private under umask %i', (umask) => {
    const before = process.umask(umask);
    try {
      writeFileAtomic(path, 'x');
    } finally {
      process.umask(before);
    }
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('closes a file that was open to others', () => {
    writeFileSync(path, 'old');
    chmodSync(path, 0o644);
    writeFileAtomic(path, 'new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('that fails leaves no file behind', () => {
    mkdirSync(path);
    writeFileSync(join(path, 'child'), '');
    expect(() => writeFileAtomic(path, 'x')).toThrow();
    expect(files()).toEqual(['file']);
    expect(() => writeFileAtomic(join(home.home, 'nowhere', 'file'), 'x')).toThrow(/ENOENT/);
  });
});
