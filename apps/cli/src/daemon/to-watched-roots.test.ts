import type { LiveStatus } from '@belfry/ingest';
import { expect, test } from 'vitest';
import { toWatchedRoots } from './to-watched-roots.ts';

const root = '/home/ada/.claude';
const status = {
  phase: 'watching',
  roots: [{ agent: 'claude', path: root, via: 'default', state: 'found', sources: 3 }],
  issues: [],
} as unknown as LiveStatus;
const issue = (path: string, detail: string) => ({ code: 'unreadable', agent: 'claude', root, path, detail }) as const;
const reasonOf = (more: Partial<LiveStatus>) => toWatchedRoots({ ...status, ...more }, 'here')[0]?.reason;

test('a watched root names what below it cannot be read', () => {
  const denied = issue(`${root}/projects/denied`, 'EACCES');
  expect(reasonOf({})).toBeUndefined();
  expect(reasonOf({ issues: [denied] })).toBe(`cannot read ${root}/projects/denied: EACCES`);
  expect(reasonOf({ issues: [denied, issue(`${root}/b`, 'EIO')] })).toMatch(/EACCES, and 1 more$/);
  expect(reasonOf({ issues: [issue(root, 'no answer')] })).toBe('no answer');
});

test('a pause of the archive stands before everything else', () => {
  expect(reasonOf({ pausedBy: 'BELFRY_DISK_FULL' })).toContain('BELFRY_DISK_FULL');
});
