import { spawn } from 'node:child_process';

/** How a step ended. `output` is shown only when it failed. */
export interface StepResult {
  ok: boolean;
  output: string;
  /** Tests, for steps that run them. */
  passed?: number;
  failed?: number;
  /** Worth saying even when all is well, such as skipped tests. */
  notes?: string[];
}

/** One part of `npm test`. */
export interface Step {
  name: string;
  /** Steps that must have succeeded before. */
  after?: readonly string[];
  /** Runs beside no other step, because it uses every core itself or watches the clock. */
  alone?: boolean;
  run(): Promise<StepResult>;
}

/** Runs one command at the root of the repository; its two outputs are kept in the order they came. */
export async function runCommand(command: readonly [string, ...string[]], cwd?: string): Promise<StepResult> {
  const [file, ...args] = command;
  // A child with a pipe for output prints no colours and no progress, which suits a report.
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, output: `cannot run ${file}: ${error.message}` }));
    child.once('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}

/** A step that is one command. */
export function commandStep(
  name: string,
  command: readonly [string, ...string[]],
  after: readonly string[] = [],
): Step {
  return { name, after, run: () => runCommand(command) };
}

/** A step that is a function returning what is wrong, one line each. */
export function checkStep(
  name: string,
  check: () => string[] | Promise<string[]>,
  after: readonly string[] = [],
): Step {
  return {
    name,
    after,
    async run() {
      const problems = await check();
      return { ok: problems.length === 0, output: problems.join('\n') };
    },
  };
}
