/**
 * `npm run release`: publishes every public package with provenance. Run by the release workflow for a
 * tag; `-- --dry-run` packs and lets npm say what it would do.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { workspaceRoot as root } from './bootstrap/paths.mjs';
import { publishedDirs } from './steps/published-shape.ts';

const isDryRun = process.argv.includes('--dry-run');
const dirs = publishedDirs(root);
const versions = dirs.map((dir) => {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, dir, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
});
const tag = isDryRun ? `v${versions[0]}` : process.env.TAG;
const differing = dirs.filter((_, index) => `v${versions[index]}` !== tag);
if (differing.length > 0) {
  console.error(`the tag is ${tag}, but these have another version: ${differing.join(', ')}`);
  process.exit(1);
}

const packed = fs.mkdtempSync(path.join(os.tmpdir(), 'belfry-release-'));
for (const dir of dirs) {
  // pnpm packs, because it writes real versions in place of `workspace:*`; npm publishes, because it can
  // prove where a package was built.
  execFileSync('pnpm', ['pack', '--pack-destination', packed], { cwd: path.join(root, dir), stdio: 'inherit' });
}
const mode = isDryRun ? ['--dry-run'] : ['--provenance'];
for (const file of fs.readdirSync(packed)) {
  execFileSync('npm', ['publish', path.join(packed, file), '--access', 'public', ...mode], { stdio: 'inherit' });
}
fs.rmSync(packed, { recursive: true });
