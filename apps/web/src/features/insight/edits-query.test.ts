import { expect, test } from 'vitest';
import { allEdits, toEditFilters, toEditsQuery, toSearch } from './edits-query.ts';

test.each([
  allEdits,
  { ...allEdits, q: '/home/ada/a b.ts', withReads: true },
  { ...allEdits, agents: ['claude'], projects: ['engine', 'mill'], session: 'claude:a/b', withFailed: true },
])('what an address says is what was put into it', (query) => {
  expect(toEditsQuery(toSearch(query))).toEqual(query);
});

test('a path from the root is a place, anything else a piece of a path', () => {
  const filters = (q: string) => toEditFilters({ ...allEdits, q });
  expect(filters(' /home/ada ')).toEqual({ path: '/home/ada' });
  expect(filters('C:\\work')).toEqual({ path: 'C:\\work' });
  expect(filters('round')).toEqual({ text: 'round' });
  expect(filters('  ')).toEqual({});
});
