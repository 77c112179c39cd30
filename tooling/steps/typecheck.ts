import fs from 'node:fs';
import path from 'node:path';
import { packageDirs } from '../bootstrap/fingerprint.mjs';
import { runCommand, type StepResult } from './step.ts';

/** Typechecks everything that is not Svelte, each part with its own configuration, by the native compiler. */
export async function typecheckPackages(root: string): Promise<StepResult> {
  const compiler = path.join(root, 'node_modules/@typescript/native/bin/tsc');
  const parts = [...packageDirs(root).filter((dir) => dir !== 'apps/web'), 'tooling', 'e2e', 'bench'];
  const missing = parts.filter((dir) => !fs.existsSync(path.join(root, dir, 'tsconfig.json')));
  const outputs = missing.map((dir) => `${dir} has no tsconfig.json`);
  for (const dir of parts.filter((part) => !missing.includes(part))) {
    const { ok, output } = await runCommand([process.execPath, compiler, '-p', `${dir}/tsconfig.json`]);
    if (!ok) outputs.push(output);
  }
  return { ok: outputs.length === 0, output: outputs.join('\n') };
}
