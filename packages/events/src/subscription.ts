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
  /** Takes back what is queued: the reader gets a reset instead. */
  reset(reason: ResetReason): void;
}

export function createSubscription(source: SubscriptionSource): SubscriptionPair {
  // The backlog comes on top of the capacity: a resume may be longer than the queue of a live reader.
  const limit = source.capacity + source.backlog.length;
  let queue: Delivery[] = [...source.backlog];
  let position = source.start;
  let lost: ResetReason | undefined;
  let dropped = 0;
  let closed = false;
  let listener: (() => void) | undefined;
  let announced = false;

  const announce = () => {
    if (announced || !listener) return;
    if (queue.length === 0 && lost === undefined && !closed) return;
    announced = true;
    source.schedule(() => listener?.());
  };

  const offer = (delivery: EventDelivery) => {
    if (closed) return;
    if (lost !== undefined) {
      dropped += 1;
    } else if (queue.length >= limit) {
      lose('overflow');
      dropped += 1;
    } else {
      queue.push(delivery);
    }
    announce();
  };

  const lose = (reason: ResetReason) => {
    // The reader has to refetch anyway, so what it still has queued is worth nothing: free it.
    dropped += queue.filter(({ kind }) => kind === 'event').length;
    queue = [];
    lost = reason;
  };

  const subscription: Subscription = {
    start: source.start,
    get position() {
      return queue.length === 0 && lost === undefined && !closed ? source.lastId() : position;
    },
    take(max = Number.POSITIVE_INFINITY) {
      announced = false;
      let taken: Delivery[];
      if (lost !== undefined) {
        taken = [toReset(lost, source.lastId())];
        lost = undefined;
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
  return {
    subscription,
    offer,
    reset(reason) {
      if (closed) return;
      lose(reason);
      announce();
    },
  };
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
