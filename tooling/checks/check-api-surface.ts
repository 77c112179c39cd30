import fs from 'node:fs';
import path from 'node:path';
import { packageDirs } from '../bootstrap/fingerprint.mjs';
import { describeApiSurface } from './api-surface.ts';

function surfaceFiles(root: string): { file: string; current: string }[] {
  return packageDirs(root)
    .filter((dir) => dir.startsWith('packages/'))
    .map((dir) => ({ file: `${dir}/api-surface.md`, current: describeApiSurface(path.join(root, dir)) }));
}

/** Packages whose committed `api-surface.md` is not what their build exports. */
export function checkApiSurface(root: string): string[] {
  return surfaceFiles(root)
    .filter(({ file, current }) => {
      const committed = path.join(root, file);
      return !fs.existsSync(committed) || fs.readFileSync(committed, 'utf8') !== current;
    })
    .map(({ file }) => `${file} is stale; run \`npm run fix\` and read the difference`);
}

/** Writes every `api-surface.md` anew from the build. */
export function writeApiSurface(root: string): void {
  for (const { file, current } of surfaceFiles(root)) fs.writeFileSync(path.join(root, file), current);
}
