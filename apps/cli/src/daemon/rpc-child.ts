import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createBirpc, type ProxifiedRemoteFunctions } from 'birpc';
import { rpcChannel } from './rpc-channel.ts';

export interface RpcChildOptions<Calls extends object, Events extends object> {
  /** Names it where its end is an error. */
  name: string;
  entry: URL;
  env: Record<string, string>;
  events: Events;
  /** Aborted: the child is asked to end, and what it did not finish is no error. */
  signal: AbortSignal;
  work(calls: ProxifiedRemoteFunctions<Calls>): Promise<void>;
}

/**
 * Does work in a process of its own, which ends: its memory does not stay with the daemon. Resolves when the work is
 * done; rejects when the process ends before that.
 */
export async function runRpcChild<Calls extends object, Events extends object>(
  options: RpcChildOptions<Calls, Events>,
): Promise<void> {
  const child = fork(fileURLToPath(options.entry), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...options.env },
  });
  const calls = createBirpc<Calls, Events>(
    options.events,
    rpcChannel({
      post: (message) => void (child.connected && child.send(message as object)),
      on: (receive) => child.on('message', receive),
    }),
  );
  const abort = () => child.kill('SIGTERM');
  options.signal.addEventListener('abort', abort, { once: true });
  const ended = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => {
    if (!options.signal.aborted) throw new Error(`The ${options.name} process ended with ${code ?? signal}.`);
  });
  try {
    await Promise.race([options.work(calls), ended]);
  } finally {
    options.signal.removeEventListener('abort', abort);
    if (child.connected) child.disconnect();
    // The exit that follows is expected; only one before the end of the work is an error.
    await ended.catch(() => {});
  }
}
