import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listDocuments, readSourceFiles } from './source-files.ts';

it('finds what people write, and nothing else', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'belfry-files-'));
  onTestFinished(() => fs.rmSync(root, { recursive: true }));
  const written = ['README.md', 'packages/a/src/a.ts', 'apps/web/src/A.svelte'];
  const other = ['packages/a/dist/a.js', 'node_modules/b/b.js', 'packages/a/fixtures/c.ts', '.tooling/d.mjs', 'e.json'];
  for (const file of [...written, ...other]) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), file);
  }
  expect(readSourceFiles(root)).toEqual([
    { path: 'apps/web/src/A.svelte', text: 'apps/web/src/A.svelte' },
    { path: 'packages/a/src/a.ts', text: 'packages/a/src/a.ts' },
  ]);
  expect(listDocuments(root)).toEqual(['README.md']);
});
