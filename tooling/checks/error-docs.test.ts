import { expect, it } from 'vitest';
import { compareCodes, readCodeRows } from './error-docs.ts';

const used = new Map([
  ['BELFRY_A', ['400', '2']],
  ['BELFRY_B', ['500', '1']],
]);
const a = '| `BELFRY_A` | 400 | 2 | what it means | what to do |\n';
const b = '| `BELFRY_B` | 500 | 1 | see `other` | nothing |\n';
const compare = (markdown: string) => compareCodes(readCodeRows(`| code | HTTP |\n|---|---|\n${markdown}`), used);

it('is content with one full row for each code', () => {
  expect(compare(a + b)).toEqual([]);
});

it('finds a code without explanation', () => {
  expect(compare(a)).toEqual(['BELFRY_B is not explained']);
});

it('finds an explanation without code', () => {
  expect(compare(`${a}${b}| \`BELFRY_C\` | 500 | 1 | old | nothing |\n`)).toEqual([
    'BELFRY_C is explained, but no code uses it',
  ]);
});

it('finds a row that contradicts the code', () => {
  expect(compare(a + b.replace('500', '404'))).toEqual(['BELFRY_B says 404, 1 instead of 500, 1']);
});

it('finds an empty cell and a second row', () => {
  expect(compare(a + b + a)).toEqual(['BELFRY_A is explained twice']);
  expect(compare(a + b.replace('nothing', ''))).toEqual(['BELFRY_B has an empty cell']);
});
