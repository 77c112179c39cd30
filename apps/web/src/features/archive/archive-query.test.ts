import { expect, test } from 'vitest';
import {
  countFilters,
  toArchiveQuery,
  toggled,
  toListFilters,
  toSearch,
  toSearchFilters,
  withoutFilters,
} from './archive-query.ts';

const full =
  'q=%22a+b%22+-c&agent=claude&project=x%26y&project=z&branch=fix%2Fgear&has=error&has=gone&when=7d&sort=project&in=tool-output&role=user&tool=shell&tool=Grep&order=best';

test('an address keeps everything that narrows the list', () => {
  expect(toSearch(toArchiveQuery(full))).toBe(full);
  expect(toSearch(toArchiveQuery(''))).toBe('');
});

test('what an address says that nobody knows is left out', () => {
  expect(toSearch(toArchiveQuery('sort=smell&has=fun&in=tool-output&in=dreams&x=1'))).toBe('in=tool-output');
});

test('facets that are not chosen ask for nothing', () => {
  const asked = Object.values(toListFilters(toArchiveQuery(''), 0, 'UTC'));
  expect(asked.every((value) => value === undefined)).toBe(true);
  expect(toSearchFilters(toArchiveQuery('q=x&has=gone&in=thinking'), 0, 'UTC')).toMatchObject({
    q: 'x',
    kind: ['thinking'],
    hasError: undefined,
  });
});

test('what narrows hits narrows nothing while sessions are listed', () => {
  expect(countFilters(toArchiveQuery('role=user&tool=shell&branch=main'))).toBe(1);
  expect(countFilters(toArchiveQuery('q=x&role=user&tool=shell&branch=main'))).toBe(3);
  expect(countFilters(withoutFilters(toArchiveQuery(full)))).toBe(0);
});

test('a value is switched on, and off again', () => {
  expect(toggled(toggled(['a'], 'b'), 'a')).toEqual(['b']);
});
