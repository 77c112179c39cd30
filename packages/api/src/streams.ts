import { BelfryError } from '@belfry/core';
import type { SsePump } from '@belfry/events';

/** The event streams that are open. */
export interface Streams {
  /** @throws BELFRY_RATE_LIMITED when too many are open */
  assertRoom(): void;
  /** `signInId`: the browser the stream belongs to, if one. */
  add(pump: SsePump, signInId: string | undefined): void;
  /** Ends the streams of a sign-in that is no more. */
  endOf(signInId: string): void;
  /** Ends all, by force after the deadline; no new ones are let in. */
  stop(): Promise<void>;
  readonly size: number;
}

export interface StreamsOptions {
  maxStreams: number;
  stopDeadlineMs: number;
}

export function createStreams({ maxStreams, stopDeadlineMs }: StreamsOptions): Streams {
  const open = new Map<SsePump, string | undefined>();
  let stopping = false;

  return {
    assertRoom() {
      if (open.size < maxStreams && !stopping) return;
      throw new BelfryError(
        'BELFRY_RATE_LIMITED',
        stopping ? 'The server is stopping' : 'Too many event streams are open',
        {
          hint: 'Close some of the pages that watch belfry.',
        },
      );
    },
    add(pump, signInId) {
      open.set(pump, signInId);
      void pump.closed.then(() => open.delete(pump));
    },
    endOf(signInId) {
      for (const [pump, owner] of open) if (owner === signInId) void pump.stop(stopDeadlineMs);
    },
    async stop() {
      stopping = true;
      await Promise.all([...open.keys()].map((pump) => pump.stop(stopDeadlineMs)));
    },
    get size() {
      return open.size;
    },
  };
}
