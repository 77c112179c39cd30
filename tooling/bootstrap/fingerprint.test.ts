import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprintByContent, fingerprintByStat } from './fingerprint.mjs';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'belfry-fingerprint-'));
  fs.mkdirSync(path.join(root, 'src/node_modules'), { recursive: true });
  fs.writeFileSync(path.join(root, 'src/a.ts'), 'one');
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const byStat = () => fingerprintByStat(root, ['src', 'dist'], (name) => name === 'node_modules');

it('stays the same when nothing changes', () => {
  expect(byStat()).toBe(byStat());
});

it.each([
  ['a file changed', () => fs.writeFileSync(path.join(root, 'src/a.ts'), 'other')],
  ['a file was touched', () => fs.utimesSync(path.join(root, 'src/a.ts'), 1, 1)],
  ['a file was added', () => fs.writeFileSync(path.join(root, 'src/b.ts'), '')],
  ['a file was deleted', () => fs.rmSync(path.join(root, 'src/a.ts'))],
  ['a missing place appeared', () => fs.writeFileSync(path.join(root, 'dist'), '')],
])('notices that %s', (_what, change) => {
  const before = byStat();
  change();
  expect(byStat()).not.toBe(before);
});

it('looks past skipped names', () => {
  const before = byStat();
  fs.writeFileSync(path.join(root, 'src/node_modules/a.ts'), '');
  expect(byStat()).toBe(before);
});

it('by content, ignores time and heeds text, path and salt', () => {
  const byContent = (salt = '') => fingerprintByContent(root, ['src/a.ts'], salt);
  const before = byContent();
  fs.utimesSync(path.join(root, 'src/a.ts'), 1, 1);
  expect(byContent()).toBe(before);
  expect(byContent('other')).not.toBe(before);
  fs.writeFileSync(path.join(root, 'src/a.ts'), 'two');
  expect(byContent()).not.toBe(before);
});
