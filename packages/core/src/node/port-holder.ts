import { execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { listFiles, readText } from './read-place.ts';
import { verifyServer } from './verify-server.ts';

/** Who has a port, as far as this user may know. */
export interface PortHolder {
  /** `belfry`: it says so itself and is not ours, so it belongs to another home or user. */
  kind: 'belfry' | 'foreign';
  version?: string;
  pid?: number;
  /** Program name of `pid`. */
  program?: string;
}

/** Finds out who listens at an address. Costs a request and a look through the process table: for error messages. */
export async function readPortHolder(host: string, port: number): Promise<PortHolder> {
  const listener = await verifyServer({ host, port, timeoutMs: 1_000 });
  const holder = findListeningProcess(port);
  if (listener.kind === 'belfry') return { kind: 'belfry', version: listener.version, ...holder };
  return { kind: 'foreign', ...holder };
}

/** One phrase, e.g. `a belfry of another home (version 0.1.0, pid 4711)` or `python3 (pid 4711)`. */
export function describePortHolder({ kind, version, pid, program }: PortHolder): string {
  const name = kind === 'belfry' ? 'a belfry of another home' : (program ?? 'another program');
  const details = [version && `version ${version}`, pid && `pid ${pid}`].filter(Boolean).join(', ');
  return details ? `${name} (${details})` : name;
}

function findListeningProcess(port: number): { pid: number; program?: string } | undefined {
  if (process.platform === 'linux') return findInProc(port);
  if (process.platform === 'darwin') return findWithLsof(port);
  return undefined;
}

/** Inodes of the sockets that listen on `port`, from the text of Linux's `/proc/net/tcp` or `tcp6`. */
export function parseListeningInodes(text: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return text.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const listening = fields[3] === '0A';
    return listening && fields[1]?.endsWith(suffix) && fields[9] ? [fields[9]] : [];
  });
}

function findInProc(port: number): { pid: number; program?: string } | undefined {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readText(path) ?? '');
  const sockets = new Set(
    tables.flatMap((text) => parseListeningInodes(text, port)).map((inode) => `socket:[${inode}]`),
  );
  if (sockets.size === 0) return undefined;
  for (const pid of listFiles('/proc').filter((name) => /^\d+$/.test(name))) {
    if (holdsSocket(`/proc/${pid}/fd`, sockets)) {
      return { pid: Number(pid), program: readProgram(pid) };
    }
  }
  return undefined;
}

// Not from `comm`: that is the name of the main thread, and Node calls it MainThread.
function readProgram(pid: string): string | undefined {
  return basename(readLink(`/proc/${pid}/exe`)) || undefined;
}

function holdsSocket(directory: string, sockets: Set<string>): boolean {
  try {
    return readdirSync(directory).some((name) => sockets.has(readLink(`${directory}/${name}`)));
  } catch {
    // Another user's process, or one that has ended.
    return false;
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed or ended while we looked.
    return '';
  }
}

function findWithLsof(port: number): { pid: number; program?: string } | undefined {
  try {
    const text = execFileSync('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
    });
    return parseLsof(text);
  } catch {
    // lsof found nothing we may see.
    return undefined;
  }
}

/** First process in the text of `lsof -Fpc`: a line `p<pid>`, then a line `c<program>`. */
export function parseLsof(text: string): { pid: number; program?: string } | undefined {
  const pid = /^p(\d+)$/m.exec(text)?.[1];
  if (pid === undefined) return undefined;
  return { pid: Number(pid), program: /^c(.+)$/m.exec(text)?.[1] };
}
