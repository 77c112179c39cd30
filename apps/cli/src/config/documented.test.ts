import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConfigFile } from './schema.ts';

test('docs/config.md lists exactly the keys there are', () => {
  const text = readFileSync(new URL('../../../../docs/config.md', import.meta.url), 'utf8');
  const documented = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
  expect(documented.sort()).toEqual(Object.keys(ConfigFile.properties).sort());
});
