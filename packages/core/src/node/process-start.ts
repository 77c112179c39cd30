import { execFileSync } from 'node:child_process';
import { readBootTimeMs } from './boot.ts';
import { readText } from './read-place.ts';

export interface ProcessStart {
  /** ISO 8601 UTC. */
  startedAt?: string;
  /** Clock ticks since boot; Linux only. */
  startTicks?: number;
}

/** When a process was created; empty when there is no such process or the platform does not tell. */
export function readProcessStart(pid: number): ProcessStart {
  switch (process.platform) {
    case 'linux':
      return readFromProc(pid);
    case 'darwin':
      // `ps` prints local time in the user's language unless told otherwise.
      return parseStartTime(run('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { LC_ALL: 'C', TZ: 'UTC' }));
    case 'win32':
      return parseStartTime(run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', windowsQuery(pid)]));
    default:
      return {};
  }
}

/** State letter and start time from the text of Linux's `/proc/<pid>/stat`. */
export function parsePidStat(text: string): { state: string; startTicks: number } | undefined {
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(') ') + 2).split(' ');
  const state = fields[0];
  const startTicks = Number(fields[19]);
  return state && fields.length > 19 && Number.isSafeInteger(startTicks) ? { state, startTicks } : undefined;
}

/** Creation time from a UTC time as `ps` (`Tue Nov 14 22:13:20 2023`) or PowerShell (ISO 8601) prints it. */
export function parseStartTime(text: string): ProcessStart {
  const trimmed = text.trim();
  const ms = Date.parse(trimmed.endsWith('Z') ? trimmed : `${trimmed} UTC`);
  return Number.isNaN(ms) ? {} : { startedAt: new Date(ms).toISOString() };
}

/** `undefined` when the process is gone or hidden from us. */
export function readPidStat(pid: number): { state: string; startTicks: number } | undefined {
  return parsePidStat(readText(`/proc/${pid}/stat`) ?? '');
}

function readFromProc(pid: number): ProcessStart {
  const stat = readPidStat(pid);
  if (!stat) return {};
  const bootMs = readBootTimeMs();
  // 100 ticks a second towards programs, on every Linux Node runs on, whatever the kernel's own rate.
  const startedAt = bootMs === undefined ? undefined : new Date(bootMs + stat.startTicks * 10).toISOString();
  return { startTicks: stat.startTicks, startedAt };
}

function windowsQuery(pid: number): string {
  return `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`;
}

function run(program: string, args: string[], env?: Record<string, string>): string {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
      windowsHide: true,
    });
  } catch {
    // No such process, or no such program: the caller goes on with less evidence.
    return '';
  }
}
