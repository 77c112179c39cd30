import type { Delivery } from './delivery.ts';
import { encodeRetry, encodeStreamFrame } from './sse-encode.ts';
import type { Subscription } from './subscription.ts';

/** Where frames go; a Node response or any other writable stream. */
export interface SseSink {
  write(bytes: Uint8Array | string): boolean;
  end(): void;
  destroy(): void;
  on(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
  readonly destroyed: boolean;
}

export interface SsePumpOptions {
  encode(delivery: Delivery): Uint8Array;
  /** Told to the client once: how long it waits before it connects again. Default 2,000. */
  retryMs?: number;
  /** Default 15,000. */
  heartbeatMs?: number;
  /** A sink that takes nothing for so long is destroyed. Default 30,000. */
  writeDeadlineMs?: number;
}

export interface SsePump {
  /** Resolves when the sink is closed, whoever closed it. */
  readonly closed: Promise<void>;
  /** Ends the stream in order, by force after `deadlineMs`. Resolves when the sink is closed. */
  stop(deadlineMs: number): Promise<void>;
}

// Frames joined into one write. What a stalled reader holds in memory of its own is one such write.
const framesPerWrite = 64;

/**
 * Writes a subscription to a sink until either closes: `stream.opened`, the deliveries, heartbeats.
 * A sink that does not drain is left alone while its subscription overflows, then destroyed at the deadline.
 */
export function pumpSse(
  subscription: Subscription,
  sink: SseSink,
  { encode, retryMs = 2_000, heartbeatMs = 15_000, writeDeadlineMs = 30_000 }: SsePumpOptions,
): SsePump {
  const gone = Promise.withResolvers<void>();
  let stalled: NodeJS.Timeout | undefined;
  let ended = false;

  const write = (bytes: Uint8Array | string) => {
    if (!sink.destroyed && !sink.write(bytes)) stalled ??= setTimeout(() => sink.destroy(), writeDeadlineMs);
  };

  const flush = () => {
    while (!stalled && !ended) {
      const deliveries = subscription.take(framesPerWrite);
      if (deliveries.length === 0) {
        if (subscription.closed) end();
        return;
      }
      const [only] = deliveries;
      write(deliveries.length === 1 && only ? encode(only) : Buffer.concat(deliveries.map(encode)));
    }
  };

  const end = () => {
    if (ended) return;
    ended = true;
    clearInterval(heartbeat);
    subscription.close();
    if (!sink.destroyed) sink.end();
  };

  const heartbeat = setInterval(() => {
    if (!stalled) write(encodeStreamFrame('stream.heartbeat', subscription.position));
  }, heartbeatMs);

  sink.on('drain', () => {
    clearTimeout(stalled);
    stalled = undefined;
    flush();
  });
  const onClose = () => {
    clearTimeout(stalled);
    end();
    gone.resolve();
  };
  sink.on('close', onClose);
  // An error closes the sink, and that it is closed is all there is to know.
  sink.on('error', () => {});
  // The client may have gone before the stream began; then no close is to come.
  if (sink.destroyed) onClose();

  write(encodeRetry(retryMs) + encodeStreamFrame('stream.opened', subscription.start));
  subscription.onReady(flush);

  return {
    closed: gone.promise,
    async stop(deadlineMs) {
      end();
      const force = setTimeout(() => sink.destroy(), deadlineMs);
      await gone.promise;
      clearTimeout(force);
    },
  };
}
