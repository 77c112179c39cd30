import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rules } from './registry.ts';

it('holds every rule once, in the order of the README', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const told = [...readme.matchAll(/^\| `([a-z-]+)` \| .+ \| .*(?:urgent|warning|info).* \|$/gm)].map(([, id]) => id);
  expect(rules.map(({ id }) => id)).toEqual(told);
});
