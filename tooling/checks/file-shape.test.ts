import { expect, it } from 'vitest';
import { findBadNames, findLongFiles, findLongishFiles } from './file-shape.ts';

const aFile = (path: string, lines = 1) => ({ path, text: 'x\n'.repeat(lines) });

it('fails a file of 501 lines and not one of 500', () => {
  expect(findLongFiles([aFile('a.ts', 500)])).toEqual([]);
  expect(findLongFiles([aFile('a.ts', 501)])).toEqual(['a.ts: 501 lines, more than 500; split it by concept']);
});

it('asks about a file of 301 lines', () => {
  expect(findLongishFiles([aFile('a.ts', 300), aFile('b.ts', 301), aFile('c.ts', 501)])).toEqual([
    'b.ts: 301 lines; does it still hold one concept?',
  ]);
});

it('leaves files listed by name alone', () => {
  expect(findLongFiles([aFile('prices.ts', 900)], new Set(['prices.ts']))).toEqual([]);
});

it.each(['utils', 'helpers', 'types', 'shared', 'consts', 'util', 'type.test'])('refuses a file named %s', (stem) => {
  expect(findBadNames([aFile(`packages/core/src/${stem}.ts`)])).toHaveLength(1);
});

it('accepts kebab-case, components in PascalCase and two-part extensions', () => {
  const names = ['sse-encode.ts', 'sse-encode.test.ts', 'sessions.svelte.ts', 'SessionRow.svelte', '0001-create.ts'];
  expect(findBadNames(names.map((name) => aFile(`src/${name}`)))).toEqual([]);
});

it('refuses the wrong case for the kind of file', () => {
  expect(findBadNames([aFile('src/tokenCount.ts'), aFile('src/session-row.svelte')])).toEqual([
    'src/tokenCount.ts: files are named in kebab-case',
    'src/session-row.svelte: components are named in PascalCase',
  ]);
});
