import { toServerUrl } from './dial-host.ts';
import { readLiveStates, type ServerState } from './state-file.ts';
import { verifyServer } from './verify-server.ts';

export interface RunningServer extends ServerState {
  /** As a client on this machine reaches it, without a trailing slash. */
  url: string;
}

export interface FindServerOptions {
  /** The secret of this home; without it no server can be told from a stranger, and none is found. */
  secret: Uint8Array | undefined;
  /** For each server; default 2,000. */
  answerMs?: number;
}

/**
 * A server of this home that is alive and has proven that it holds the secret; one that writes the archive before
 * one that only reads. Files of dead processes are deleted on the way. A server that does not answer just now is
 * not found, but its file stays.
 */
export async function findRunningServer(
  runDir: string,
  { secret, answerMs }: FindServerOptions,
): Promise<RunningServer | undefined> {
  const states = readLiveStates(runDir);
  const verified = await Promise.all(
    states.map(async (state) => {
      const listener = await verifyServer({ ...state, secret, expected: state, timeoutMs: answerMs });
      return listener.kind === 'verified' ? [{ ...state, url: toServerUrl(state.host, state.port) }] : [];
    }),
  );
  const servers = verified.flat();
  return servers.find((server) => !server.readOnly) ?? servers[0];
}
