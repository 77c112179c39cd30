import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findDeadLinks } from './doc-links.ts';

function deadLinksOf(text: string): string[] {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'belfry-docs-'));
  onTestFinished(() => fs.rmSync(root, { recursive: true }));
  fs.mkdirSync(path.join(root, 'docs'));
  fs.writeFileSync(path.join(root, 'README.md'), '');
  fs.writeFileSync(path.join(root, 'docs/page.md'), text);
  return findDeadLinks(root, ['docs/page.md']);
}

it('accepts links to files, into the web and to headings', () => {
  expect(deadLinksOf('[a](../README.md) [b](../README.md#part) [c](https://example.org) [d](#part)')).toEqual([]);
});

it('finds a link and a path that lead to nothing', () => {
  expect(deadLinksOf('[a](missing.md) and `packages/core/src/gone.ts`')).toEqual([
    'docs/page.md: missing.md does not exist',
    'docs/page.md: packages/core/src/gone.ts does not exist',
  ]);
});

it('leaves examples and placeholders alone', () => {
  expect(deadLinksOf('`packages/<name>/src`, `docs/*.md`, `docs/page.md`\n\n```sh\n`docs/gone.md`\n```\n')).toEqual([]);
});
