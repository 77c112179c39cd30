import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type AgentProcess, type ProcessRow, toAgentProcess } from './agent-process.ts';
import type { ProcessSigns } from './bind-process.ts';
import { parseLsof } from './parse-lsof.ts';
import { parsePs } from './parse-ps.ts';
import { parseBootTime, parseCommandLine, parseProcStat } from './proc-stat.ts';

/** The agents' processes of this user. Nothing is ever sent to them. */
export interface ProcessTable {
  agents(): Promise<AgentProcess[]>;
  /** Absent and empty where the system does not tell. */
  signs(pid: number): Promise<Pick<ProcessSigns, 'cwd' | 'open'>>;
}

/** On platforms other than Linux and macOS there are no processes. `env`: what `ps` and `lsof` are run with. */
export function createProcessTable(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): ProcessTable {
  if (platform === 'linux') return createProcTable();
  return platform === 'darwin' ? createPsTable({ ...env, LC_ALL: 'C' }) : noTable;
}

/** Ticks of the clock in a second, on all that Linux runs on. */
const ticksPerSecond = 100;

/** A process is read when it is seen first; later only that it is still listed. */
function createProcTable(): ProcessTable {
  const known = new Map<number, AgentProcess | undefined>();
  let bootMs: Promise<number> | undefined;
  const bootTime = async () => parseBootTime(await readFile('/proc/stat', 'utf8')) ?? 0;

  const read = async (pid: number): Promise<ProcessRow | undefined> => {
    try {
      bootMs ??= bootTime();
      const stat = parseProcStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
      const args = parseCommandLine(await readFile(`/proc/${pid}/cmdline`, 'utf8'));
      if (stat === undefined || args.length === 0) return undefined;
      const startedAtMs = (await bootMs) + Math.round((stat.startTicks * 1000) / ticksPerSecond);
      return { pid, ppid: stat.ppid, startedAtMs, args };
    } catch {
      // It ended meanwhile.
      return undefined;
    }
  };

  return {
    async agents() {
      const pids = new Set((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number));
      for (const pid of known.keys()) if (!pids.has(pid)) known.delete(pid);
      for (const pid of pids) {
        if (known.has(pid)) continue;
        const row = await read(pid);
        known.set(pid, row && toAgentProcess(row));
      }
      return [...known.values()].filter((found) => found !== undefined);
    },
    async signs(pid) {
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
      const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
      const open = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
      return { ...(cwd === undefined ? {} : { cwd }), open: open.filter((path) => path.endsWith('.jsonl')) };
    },
  };
}

const timeout = 2_000;

function createPsTable(env: NodeJS.ProcessEnv): ProcessTable {
  const run = promisify(execFile);
  return {
    async agents() {
      const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,lstart=,command='], { env, timeout });
      return parsePs(stdout).flatMap((row) => toAgentProcess(row) ?? []);
    },
    async signs(pid) {
      // It fails when it may not see some of the files, and tells of the others.
      const { stdout } = await run('lsof', ['-p', String(pid), '-Ffn'], { env, timeout }).catch(
        (failed: { stdout?: string }) => ({ stdout: failed.stdout ?? '' }),
      );
      return parseLsof(stdout);
    },
  };
}

const noTable: ProcessTable = { agents: async () => [], signs: async () => ({ open: [] }) };
