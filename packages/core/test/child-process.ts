import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A real process that runs one script of `processes/` and talks in lines of JSON. */
export interface Child {
  pid: number;
  /** The next line it prints. Rejects when it ends first, with what it said on stderr. */
  next(): Promise<Record<string, unknown>>;
  say(line: string): void;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Starts `processes/<script>.ts` with one argument, passed as JSON. */
export function startChild(script: string, argument: unknown): Child {
  const path = fileURLToPath(new URL(`processes/${script}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, JSON.stringify(argument)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  const ended = once(child, 'close').then(() => running.delete(child));
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  // Writing to one that has just been killed is no failure of a test.
  child.stdin.on('error', () => {});
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    pid: child.pid ?? 0,
    next: async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${script} ended without another line: ${stderr}`);
      return JSON.parse(value);
    },
    say: (line) => child.stdin.write(`${line}\n`),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** For `afterEach`: no process outlives its test. */
export async function killChildren(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    }),
  );
}

/** Pid of a process that has just ended. */
export async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'close');
  return child.pid ?? 0;
}
