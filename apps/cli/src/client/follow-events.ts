import { BelfryError, type BelfryEvent } from '@belfry/core';
import { decodeSse } from '@belfry/events';
import type { DaemonClient } from './daemon-client.ts';
import { readProblem, toUnreachable } from './daemon-problem.ts';

/** Events of the daemon as they come, until Ctrl-C; a daemon that ends first is an error. */
export async function* followEvents(
  daemon: DaemonClient,
  query: { topics: string; session?: string },
  /** From here on nothing is missed. */
  onOpen: () => void,
): AsyncGenerator<BelfryEvent> {
  const url = new URL('api/v1/events', daemon.url);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  try {
    const headers = { ...daemon.headers(), accept: 'text/event-stream' };
    const response = await fetch(url, { headers, signal: stop.signal });
    if (!response.ok || response.body === null) throw await readProblem(response);
    onOpen();
    for await (const frame of decodeSse(response.body)) yield JSON.parse(frame.data) as BelfryEvent;
  } catch (error) {
    if (stop.signal.aborted) return;
    throw error instanceof BelfryError ? error : toUnreachable(daemon.url, error);
  }
  if (!stop.signal.aborted) throw toUnreachable(daemon.url, undefined);
}
