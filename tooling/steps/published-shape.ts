import fs from 'node:fs';
import path from 'node:path';
import { packageDirs } from '../bootstrap/fingerprint.mjs';
import { runCommand, type StepResult } from './step.ts';

/** Directories of the packages that are published. */
export function publishedDirs(root: string): string[] {
  return packageDirs(root).filter((dir) => {
    const manifest = JSON.parse(fs.readFileSync(path.join(root, dir, 'package.json'), 'utf8')) as { private?: boolean };
    return manifest.private !== true;
  });
}

/** Whether what npm would pack of each package holds what its manifest promises. */
export async function checkPublishedShape(root: string): Promise<StepResult> {
  const results = await Promise.all(
    publishedDirs(root).map((dir) => runCommand(['publint', 'run', dir, '--strict', '--pack', 'npm'])),
  );
  return {
    ok: results.every(({ ok }) => ok),
    output: results.flatMap(({ ok, output }) => (ok ? [] : [output])).join('\n'),
  };
}
