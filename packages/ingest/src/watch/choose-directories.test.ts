import { expect, it } from 'vitest';
import { chooseDirectories, type WatchCandidate } from './choose-directories.ts';

const budget = { nowMs: 1_000, activeMs: 100, maxActive: 3, maxTotal: 5 };
const directory = (path: string, level: number, activeMs: number): WatchCandidate => ({ path, level, activeMs });

it('takes the active ones, newest first, then those nearest to the root', () => {
  const found = [
    directory('root', 0, 10),
    directory('root/old', 1, 20),
    directory('root/older', 1, 15),
    directory('root/old/deep', 2, 500),
    ...[1, 2, 3, 4].map((n) => directory(`root/busy/${n}`, 3, 950 + n)),
  ];
  expect([...chooseDirectories(found, budget)]).toEqual([
    'root/busy/4',
    'root/busy/3',
    'root/busy/2',
    'root',
    'root/old',
  ]);
});

it('takes all while there is room', () => {
  expect([...chooseDirectories([directory('a', 0, 0), directory('a/b', 1, 0)], budget)]).toEqual(['a', 'a/b']);
});
