import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from './atomic-write.ts';
import { isSameProcessAlive } from './process-alive.ts';
import { ownProcessIdentity, type ProcessIdentity } from './process-identity.ts';
import { listFiles, readText } from './read-place.ts';

/** What a running server says about itself in `server.<port>.json`. */
export interface ServerState extends ProcessIdentity {
  port: number;
  /** The address it is bound to; empty or a wildcard means all. */
  host: string;
  version: string;
  /** It shows an archive it does not write; absent means it writes. */
  readOnly?: boolean;
  /** Path its pages and API lie below, `/` or `/some/path/`. */
  basePath?: string;
  /** Flags it was started with, by name, so that a restart can keep them. */
  flags?: Record<string, string>;
}

export type WriteStateFileOptions = Pick<ServerState, 'host' | 'port' | 'version' | 'readOnly' | 'basePath' | 'flags'>;

/** Path of the state file of a server on `port`. */
export function stateFilePath(runDir: string, port: number): string {
  return join(runDir, `server.${port}.json`);
}

/** Announces this process as a server, once it listens. Gives back what it wrote: the identity it answers with. */
export function writeStateFile(
  runDir: string,
  { host, port, version, readOnly = false, basePath, flags }: WriteStateFileOptions,
): ServerState {
  const state: ServerState = {
    ...ownProcessIdentity(),
    port,
    host,
    version,
    ...(readOnly && { readOnly }),
    ...(basePath !== undefined && { basePath }),
    ...(flags !== undefined && { flags }),
  };
  writeFileAtomic(stateFilePath(runDir, port), `${JSON.stringify(state)}\n`);
  return state;
}

/** Takes the announcement back; one that is absent, or by now another live process's, is left alone. */
export function removeStateFile(runDir: string, port: number): void {
  const path = stateFilePath(runDir, port);
  const state = parseServerState(readText(path));
  if (state && state.pid !== process.pid && isSameProcessAlive(state)) return;
  rmSync(path, { force: true });
}

/**
 * The servers whose process is alive. Files of dead processes are deleted; what is not a state file is left alone,
 * for it may be somebody else's or of a newer version. Says nothing about whether they answer.
 */
export function readLiveStates(runDir: string): ServerState[] {
  const states: ServerState[] = [];
  for (const name of listFiles(runDir)) {
    if (!/^server\.\d+\.json$/.test(name)) continue;
    const path = join(runDir, name);
    const text = readText(path);
    const state = parseServerState(text);
    if (!state) continue;
    if (isSameProcessAlive(state)) states.push(state);
    // Looked at again, because a new server may have announced itself on this port meanwhile.
    else if (readText(path) === text) rmSync(path, { force: true });
  }
  return states;
}

function parseServerState(text: string | undefined): ServerState | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isServerState(value) ? value : undefined;
  } catch {
    // Not JSON: not a state file.
    return undefined;
  }
}

// By hand: loading the schema library takes longer than all else a short command does.
function isServerState(value: unknown): value is ServerState {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, port, host, version, startedAt, startTicks, bootId, readOnly, basePath, flags } = value as Record<
    string,
    unknown
  >;
  return (
    isPositiveInteger(pid) &&
    isPositiveInteger(port) &&
    port <= 65_535 &&
    [host, version, startedAt].every((field) => typeof field === 'string') &&
    (startTicks === undefined || Number.isSafeInteger(startTicks)) &&
    (bootId === undefined || typeof bootId === 'string') &&
    (readOnly === undefined || typeof readOnly === 'boolean') &&
    (basePath === undefined || typeof basePath === 'string') &&
    (flags === undefined || isTexts(flags))
  );
}

function isTexts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}

function isPositiveInteger(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
