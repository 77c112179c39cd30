import { expect, test } from 'vitest';
import { toColumnWidths } from './column-widths.ts';

const fixed = (wanted: number) => ({ wanted, flexible: false });
const flexible = (wanted: number) => ({ wanted, flexible: true });

test('columns that fit get what they want', () => {
  expect(toColumnWidths([fixed(10), flexible(20), flexible(30)], 100)).toEqual([10, 20, 30]);
});

test('flexible columns share what fixed ones leave, and a short one gives its rest away', () => {
  expect(toColumnWidths([fixed(20), flexible(100), flexible(100)], 80)).toEqual([20, 30, 30]);
  expect(toColumnWidths([fixed(20), flexible(100), flexible(14)], 80)).toEqual([20, 46, 14]);
});

test('a flexible column stays readable when there is no room', () => {
  expect(toColumnWidths([fixed(70), flexible(100)], 60)).toEqual([70, 12]);
});
