import path from 'node:path';
import { runCommand, type StepResult } from './step.ts';

/** Each is one program: what several parts import is checked once for all of them. */
const programs = ['tsconfig.json', 'tsconfig.around.json'];

/** Typechecks everything that is not Svelte, by the native compiler. */
export async function typecheckAll(root: string): Promise<StepResult> {
  const compiler = path.join(root, 'node_modules/@typescript/native/bin/tsc');
  const outputs: string[] = [];
  for (const program of programs) {
    const { ok, output } = await runCommand([process.execPath, compiler, '-p', program]);
    if (!ok) outputs.push(output);
  }
  return { ok: outputs.length === 0, output: outputs.join('\n') };
}
