import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { BelfryHome } from './belfry-home.ts';

export const cliEntry = join(import.meta.dirname, '../../apps/cli/dist/belfry.js');

export interface RunningBelfry {
  /** Origin and base path, ends with a slash. */
  url: string;
  /** One-time sign-in link of the banner. */
  link: string;
  pid: number;
  stderr(): string;
  /** A request with the bearer secret; throws when the status is not 2xx. */
  api<T>(path: string, init?: RequestInit): Promise<T>;
  secret(): string;
  /** SIGTERM, then waits for the end. */
  stop(): Promise<number | null>;
  /** SIGKILL to the daemon and whatever it started. */
  kill(): Promise<void>;
}

/** Starts the built CLI as a user would; resolves when the banner gave its link. */
export async function startBelfry(
  home: BelfryHome,
  args: string[] = [],
  options: { umask?: number; user?: number } = {},
): Promise<RunningBelfry> {
  const port = args.includes('--port') ? [] : ['--port', '0'];
  const before = options.umask === undefined ? undefined : process.umask(options.umask);
  const child = spawn(process.execPath, [cliEntry, 'serve', ...port, ...args], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.user === undefined ? {} : { uid: options.user, gid: options.user }),
  });
  if (before !== undefined) process.umask(before);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const link = await firstLink(child, () => stderr);
  const url = link.slice(0, link.indexOf('#'));
  const secret = () => readFileSync(join(home.directory, 'state', 'secret'), 'utf8').trim();
  return {
    url,
    link,
    pid: child.pid as number,
    stderr: () => stderr,
    secret,
    async api<T>(path: string, init: RequestInit = {}) {
      const headers = { authorization: `Bearer ${secret()}`, ...(init.headers as Record<string, string>) };
      const response = await fetch(new URL(path, url), { ...init, headers });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      await once(child, 'exit');
      return child.exitCode;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function firstLink(child: ChildProcess, stderr: () => string): Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  return await new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const match = /https?:\/\/\S+#sign-in=\S+/.exec(line);
      if (match !== null) resolve(match[0]);
    });
    child.once('exit', (code) =>
      reject(new Error(`belfry serve ended with ${code} before it gave a link:\n${stderr()}`)),
    );
  });
}

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs one command of the built CLI to its end. */
export async function runCli(home: BelfryHome, ...args: string[]): Promise<CliResult> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [cliEntry, ...args], {
      env: home.env,
      maxBuffer: 1 << 30,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}
