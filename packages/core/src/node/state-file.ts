import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { writeFileAtomic } from './atomic-write.ts';
import { isSameProcessAlive } from './process-alive.ts';
import { ownProcessIdentity } from './process-identity.ts';
import { listFiles, readText } from './read-place.ts';

/** What a running server says about itself in `server.<port>.json`. */
export const ServerState = Type.Object({
  pid: Type.Integer({ minimum: 1 }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  /** The address it is bound to; empty or a wildcard means all. */
  host: Type.String(),
  version: Type.String(),
  /** Creation time of the process, ISO 8601 UTC; not the time it began to listen, which a long import may delay. */
  startedAt: Type.String(),
  startTicks: Type.Optional(Type.Integer()),
  bootId: Type.Optional(Type.String()),
  /** It shows an archive it does not write; absent means it writes. */
  readOnly: Type.Optional(Type.Boolean()),
});
export type ServerState = Static<typeof ServerState>;

export interface WriteStateFileOptions {
  host: string;
  port: number;
  version: string;
  readOnly?: boolean;
}

/** Path of the state file of a server on `port`. */
export function stateFilePath(runDir: string, port: number): string {
  return join(runDir, `server.${port}.json`);
}

/** Announces this process as a server, once it listens. Gives back what it wrote: the identity it answers with. */
export function writeStateFile(
  runDir: string,
  { host, port, version, readOnly = false }: WriteStateFileOptions,
): ServerState {
  const state: ServerState = { ...ownProcessIdentity(), port, host, version, ...(readOnly && { readOnly }) };
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

/** `undefined` for anything that is not a state file's content. */
export function parseServerState(text: string | undefined): ServerState | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return Check(ServerState, value) ? value : undefined;
  } catch {
    // Not JSON: not a state file.
    return undefined;
  }
}
