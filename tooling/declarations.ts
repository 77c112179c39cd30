/**
 * Last step of a package's build, run in its directory: emits type declarations with the native
 * compiler, then turns `.ts` specifiers into the `.js` ones that stand in `dist`.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const compiler = fileURLToPath(new URL('../node_modules/@typescript/native/bin/tsc', import.meta.url));
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.declarations.json'], { stdio: 'inherit' });
if (status !== 0) process.exit(1);

const relativeSpecifier = /((?:from|import)\s*\(?\s*['"]\.{1,2}\/[^'"]*)\.ts(['"])/g;
for (const name of fs.readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.d.ts')) continue;
  const file = path.join('dist', name);
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(relativeSpecifier, '$1.js$2'));
}
