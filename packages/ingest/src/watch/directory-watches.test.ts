import { EventEmitter, once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDirectoryWatches, type DirectoryWatches } from './directory-watches.ts';

let dir: string;
let watches: DirectoryWatches;
const events = new EventEmitter();
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'belfry-watch-'));
});
afterEach(() => {
  watches.close();
  rmSync(dir, { recursive: true, force: true });
});

const onChange = (directory: string, name: string | undefined) => events.emit('change', join(directory, name ?? ''));

it('tells which file in which directory changed', async () => {
  watches = createDirectoryWatches({ onChange, onRefused: () => {} });
  expect(watches.add(dir)).toBe(true);
  expect(watches.add(dir)).toBe(true);
  expect(watches.size).toBe(1);
  const changed = once(events, 'change');
  appendFileSync(join(dir, 'a'), 'x');
  expect(await changed).toEqual([join(dir, 'a')]);
});

it('watches anew when another directory has taken the name', async () => {
  watches = createDirectoryWatches({ onChange, onRefused: () => {} });
  const below = join(dir, 'below');
  mkdirSync(below);
  watches.add(below);
  rmSync(below, { recursive: true });
  mkdirSync(join(dir, 'takes the inode'));
  mkdirSync(below);
  watches.add(below);
  const changed = once(events, 'change');
  appendFileSync(join(below, 'a'), 'x');
  expect(await changed).toEqual([join(below, 'a')]);
});

it('says why a directory cannot be watched, and can be asked again', () => {
  const refused: string[] = [];
  let limit = true;
  watches = createDirectoryWatches({
    onChange,
    onRefused: (directory, code) => refused.push(`${directory}: ${code}`),
    watch: () => {
      if (limit) throw Object.assign(new Error('limit'), { code: 'ENOSPC' });
      return { on: () => undefined as never, close() {} };
    },
  });
  expect(watches.add(dir)).toBe(false);
  expect(watches.add(join(dir, 'none'))).toBe(false);
  expect(refused).toEqual([`${dir}: ENOSPC`, `${join(dir, 'none')}: ENOENT`]);
  limit = false;
  expect(watches.add(dir)).toBe(true);
  expect(watches.has(dir)).toBe(true);
});
