import { findRunningServer, type RunningServer, readSecret } from '@belfry/core/node';
import type { CommandContext } from '../context.ts';
import { readProblem, toUnreachable } from './daemon-problem.ts';

/** A daemon of this home that has proven itself, and a way to ask it. */
export interface DaemonClient {
  server: RunningServer;
  /** URL of its page, ends with a slash. */
  url: string;
  /** @throws the problem the daemon answered with, as a BelfryError */
  request<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
  headers(): Record<string, string>;
}

/** The running daemon, or `undefined` when none runs. The secret is sent only after the daemon proved to know it. */
export async function findDaemon(context: CommandContext): Promise<DaemonClient | undefined> {
  const secret = readSecret(context.paths.secretFile);
  if (secret === undefined) return undefined;
  const server = await findRunningServer(context.paths.runDir, { secret });
  if (server === undefined) return undefined;
  const url = `${server.url}${server.basePath ?? context.config.basePath}`;
  const headers = () => ({ authorization: `Bearer ${secret.toString('base64url')}` });
  return { server, url, headers, request };

  async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { ...headers(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error) => {
      throw toUnreachable(url, error);
    });
    if (!response.ok) throw await readProblem(response);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}
