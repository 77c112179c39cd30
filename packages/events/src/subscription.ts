import type { Delivery, EventDelivery, ResetDelivery, ResetReason } from './delivery.ts';

/**
 * A reader's bounded queue. Read it as an async iterable, or with `take` when `onReady` says so; not both.
 * A reader that falls behind by more than its capacity loses the queue and gets one `overflow` reset instead.
 */
export interface Subscription extends AsyncIterable<Delivery> {
  /** Id the subscription begins after: the resume id when it was good, else the newest id at that time. */
  readonly start: string;
  /** Everything up to this id has been taken or was filtered out. */
  readonly position: string;
  /** What is queued, oldest first, at most `limit`; empty when there is nothing. */
  take(limit?: number): Delivery[];
  /**
   * Calls the listener soon after there is something to take or the subscription closed, never inside `publish`,
   * and not again before the next `take`. It may find that all was taken meanwhile. One listener; a later one
   * replaces it.
   */
  onReady(listener: () => void): void;
  /** Events this subscriber did not get. */
  readonly dropped: number;
  readonly closed: boolean;
  /** Ends the subscription; what is queued can still be taken. Idempotent. */
  close(): void;
}

export interface SubscriptionSource {
  start: string;
  /** What the reader gets first. */
  backlog: readonly Delivery[];
  capacity: number;
  /** Newest id of the hub. */
  lastId(): string;
  /** Runs the wake-up outside the publisher's call. */
  schedule(wake: () => void): void;
  onClose(): void;
}

/** A subscription and the hub's end of it. */
export interface SubscriptionPair {
  subscription: Subscription;
  offer(delivery: EventDelivery): void;
}

export function createSubscription(source: SubscriptionSource): SubscriptionPair {
  // The backlog comes on top of the capacity: a resume may be longer than the queue of a live reader.
  const limit = source.capacity + source.backlog.length;
  let queue: Delivery[] = [...source.backlog];
  let position = source.start;
  let overflowed = false;
  let dropped = 0;
  let closed = false;
  let listener: (() => void) | undefined;
  let announced = false;

  const announce = () => {
    if (announced || !listener) return;
    if (queue.length === 0 && !overflowed && !closed) return;
    announced = true;
    source.schedule(() => listener?.());
  };

  const offer = (delivery: EventDelivery) => {
    if (closed) return;
    if (overflowed) {
      dropped += 1;
    } else if (queue.length >= limit) {
      // The reader has to refetch anyway, so what it still has queued is worth nothing: free it.
      overflowed = true;
      dropped += queue.filter(({ kind }) => kind === 'event').length + 1;
      queue = [];
    } else {
      queue.push(delivery);
    }
    announce();
  };

  const subscription: Subscription = {
    start: source.start,
    get position() {
      return queue.length === 0 && !overflowed && !closed ? source.lastId() : position;
    },
    take(max = Number.POSITIVE_INFINITY) {
      announced = false;
      let taken: Delivery[];
      if (overflowed) {
        overflowed = false;
        taken = [toReset('overflow', source.lastId())];
      } else if (queue.length <= max) {
        taken = queue;
        queue = [];
      } else {
        taken = queue.splice(0, max);
      }
      position = taken.at(-1)?.id ?? position;
      return taken;
    },
    onReady(next) {
      listener = next;
      announced = false;
      announce();
    },
    get dropped() {
      return dropped;
    },
    get closed() {
      return closed;
    },
    close() {
      if (closed) return;
      position = subscription.position;
      closed = true;
      source.onClose();
      announce();
    },
    [Symbol.asyncIterator]: () => iterate(subscription),
  };
  return { subscription, offer };
}

export function toReset(reason: ResetReason, id: string): ResetDelivery {
  return { kind: 'reset', reason, id };
}

async function* iterate(subscription: Subscription): AsyncGenerator<Delivery, void, undefined> {
  try {
    for (;;) {
      const deliveries = subscription.take();
      yield* deliveries;
      if (deliveries.length > 0) continue;
      if (subscription.closed) return;
      await new Promise<void>((resolve) => subscription.onReady(resolve));
    }
  } finally {
    subscription.close();
  }
}
