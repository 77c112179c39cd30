import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { describeApiSurface } from './api-surface.ts';

function surfaceOf(declarations: Record<string, string>): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'belfry-surface-'));
  onTestFinished(() => fs.rmSync(dir, { recursive: true }));
  fs.mkdirSync(path.join(dir, 'dist'));
  const manifest = { name: '@belfry/bell', type: 'module', exports: { '.': { types: './dist/index.d.ts' } } };
  fs.writeFileSync(path.join(dir, 'package.json'), JSON.stringify(manifest));
  for (const [name, text] of Object.entries(declarations)) fs.writeFileSync(path.join(dir, 'dist', name), text);
  return /```ts\n([\s\S]*?)\n```/.exec(describeApiSurface(dir))?.[1] ?? '';
}

it('lists what an entry exports, from wherever it comes, by name and without comments', () => {
  const surface = surfaceOf({
    'index.d.ts': "export * from './ring.js';\nexport { ring as toll } from './ring.js';\n",
    'ring.d.ts': '/** Rings. */\nexport declare function ring(times: number): void;\nexport declare const bells: 5;\n',
  });
  expect(surface).toBe(
    [
      'const bells: 5;',
      'function ring(times: number): void;',
      '// ring as toll',
      'function ring(times: number): void;',
    ].join('\n'),
  );
});

it('leaves out what is not exported by the entry', () => {
  const surface = surfaceOf({
    'index.d.ts': "export { a } from './inner.js';\n",
    'inner.d.ts': 'export declare const a: 1;\nexport declare const b: 2;\n',
  });
  expect(surface).toBe('const a: 1;');
});

it('shows a change far down in a long declaration by its hash', () => {
  const long = (last: string) =>
    surfaceOf({
      'index.d.ts': `export interface Long {\n${Array.from({ length: 60 }, (_, n) => `  f${n}: 1;\n`).join('')}  ${last}: 1;\n}\n`,
    });
  expect(long('a').split('\n').length).toBeLessThan(20);
  expect(long('a')).not.toBe(long('b'));
});
