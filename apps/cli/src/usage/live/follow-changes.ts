import { setTimeout as delay } from 'node:timers/promises';
import { decodeSse } from '@belfry/events';
import { findDaemon } from '../../client/daemon-client.ts';
import { readContext } from '../../context.ts';

/** Says when the daemon has committed something. */
export interface ChangeFeed {
  /** Resolves when something was committed since the last call, at the latest after `atMostMs`. */
  next(atMostMs: number): Promise<void>;
}

/** Listens to the daemon until `signal`; `undefined` when none runs. */
export async function followChanges(signal: AbortSignal): Promise<ChangeFeed | undefined> {
  const daemon = await findDaemon(readContext());
  if (daemon === undefined) return undefined;
  const url = new URL('api/v1/events?topics=sessions', daemon.url);
  const response = await fetch(url, { headers: { ...daemon.headers(), accept: 'text/event-stream' }, signal });
  const { body } = response;
  if (!response.ok || body === null) return undefined;
  let isChanged = true;
  let wake = () => {};
  const note = () => {
    isChanged = true;
    wake();
  };
  void (async () => {
    try {
      for await (const _ of decodeSse(body)) note();
    } catch {
      // The daemon has gone, or nobody listens any more: what it would have said is found on disk.
    }
    note();
  })();
  return {
    async next(atMostMs) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (!isChanged)
        await Promise.race([woken, delay(atMostMs, undefined, { signal, ref: true }).catch(() => undefined)]);
      isChanged = false;
    },
  };
}
