import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { findBoundaryBreaches } from './boundaries.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) fs.rmSync(root, { recursive: true });
});

/** Breaches in a repository that holds just these files; every package can be imported by its name. */
async function breachesIn(files: Record<string, string>): Promise<string[]> {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'belfry-boundaries-')));
  roots.push(root);
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
  for (const name of ['core', 'store', 'api']) {
    const dir = path.join(root, 'packages', name);
    fs.mkdirSync(path.join(dir, 'src'), { recursive: true });
    const exports = {
      '.': { '@belfry/source': './src/index.ts' },
      './node': { '@belfry/source': './src/node/index.ts' },
    };
    fs.writeFileSync(path.join(dir, 'package.json'), JSON.stringify({ name: `@belfry/${name}`, exports }));
    fs.mkdirSync(path.join(root, 'node_modules/@belfry'), { recursive: true });
    fs.symlinkSync(dir, path.join(root, 'node_modules/@belfry', name));
  }
  const places = [...new Set(Object.keys(files).map((file) => file.slice(0, file.indexOf('/'))))];
  return findBoundaryBreaches(root, places);
}

const core = { 'packages/core/src/index.ts': 'export const one = 1;\n' };

it('accepts imports that point down, by package name', async () => {
  const store = { 'packages/store/src/index.ts': "import { one } from '@belfry/core';\nexport const two = one + 1;\n" };
  expect(await breachesIn({ ...core, ...store })).toEqual([]);
});

it('refuses an import that points up', async () => {
  const breaches = await breachesIn({
    'packages/core/src/index.ts': "export { two } from '@belfry/store';\n",
    'packages/store/src/index.ts': 'export const two = 2;\n',
  });
  expect(breaches).toEqual([
    'packages/core may import nothing of ours: packages/core/src/index.ts → packages/store/src/index.ts',
  ]);
});

it('refuses a sibling, even for its types', async () => {
  const breaches = await breachesIn({
    'packages/ingest/src/index.ts': "export type { Two } from '@belfry/store';\n",
    'packages/store/src/index.ts': 'export type Two = 2;\n',
  });
  expect(breaches).toEqual([
    'packages/ingest may import only packages/core: packages/ingest/src/index.ts → packages/store/src/index.ts',
  ]);
});

it('refuses a way into a package past its exports', async () => {
  const breaches = await breachesIn({
    'packages/core/src/index.ts': "export { one } from './one.ts';\n",
    'packages/core/src/one.ts': 'export const one = 1;\n',
    'packages/store/src/index.ts': "export { one } from '../../core/src/one.ts';\n",
  });
  expect(breaches).toEqual([
    'a package is entered through its exports: packages/store/src/index.ts → packages/core/src/one.ts',
  ]);
});

it('refuses a Node module in what a browser loads, however far away', async () => {
  const breaches = await breachesIn({
    'packages/core/src/index.ts': "export { one } from './one.ts';\n",
    'packages/core/src/one.ts': "import fs from 'node:fs';\nexport const one = fs.constants;\n",
  });
  expect(breaches).toEqual([
    expect.stringContaining('what a browser loads imports no Node module: packages/core/src/index.ts → fs'),
  ]);
});

it('refuses the Node entry of core in the web app', async () => {
  const breaches = await breachesIn({
    'packages/core/src/node/index.ts': 'export const one = 1;\n',
    'apps/web/src/start.ts': "import { one } from '@belfry/core/node';\nconsole.log(one);\n",
  });
  expect(breaches).toEqual([
    expect.stringContaining('apps/web may import only the root entry of core and the contract of api'),
  ]);
});

it('lets the tests of the web app use the builders of core, and nothing else does', async () => {
  const files = {
    'packages/core/src/testing/index.ts': 'export const one = 1;\n',
    'packages/core/src/node/index.ts': 'export const two = 2;\n',
    'apps/web/src/a.test.ts': "import { one } from '../../../packages/core/src/testing/index.ts';\nconsole.log(one);\n",
    'apps/web/src/b.test.ts': "import { two } from '../../../packages/core/src/node/index.ts';\nconsole.log(two);\n",
    'apps/web/src/c.ts': "import { one } from '../../../packages/core/src/testing/index.ts';\nconsole.log(one);\n",
  };
  const breaches = await breachesIn(files);
  expect(breaches.filter((breach) => breach.includes('a.test.ts'))).toEqual([]);
  expect(breaches).toContainEqual(expect.stringContaining('apps/web/src/b.test.ts → packages/core/src/node/index.ts'));
  expect(breaches).toContainEqual(expect.stringContaining('apps/web/src/c.ts → packages/core/src/testing/index.ts'));
});

it('refuses an import cycle, of types too', async () => {
  const breaches = await breachesIn({
    'packages/core/src/a.ts': "import type { B } from './b.ts';\nexport interface A { b?: B }\n",
    'packages/core/src/b.ts': "import type { A } from './a.ts';\nexport interface B { a?: A }\n",
  });
  expect(breaches).toEqual([
    'no import cycles: packages/core/src/a.ts → packages/core/src/b.ts → packages/core/src/a.ts',
  ]);
});

it('refuses test support in what ships, and allows it in tests', async () => {
  const breaches = await breachesIn({
    'packages/core/src/testing/index.ts': 'export const aSession = 1;\n',
    'packages/core/src/index.ts': "export { aSession } from './testing/index.ts';\n",
    'packages/core/src/index.test.ts': "import { aSession } from './testing/index.ts';\nconsole.log(aSession);\n",
  });
  expect(breaches).toEqual([
    'test support stays out of what ships: packages/core/src/index.ts → packages/core/src/testing/index.ts',
  ]);
});

it('reports an import that leads nowhere', async () => {
  expect(await breachesIn({ 'packages/core/src/index.ts': "export * from './missing.ts';\n" })).toEqual([
    'imports resolve: packages/core/src/index.ts → ./missing.ts',
  ]);
});
