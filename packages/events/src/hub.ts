import { randomBytes } from 'node:crypto';
import { type BelfryEvent, type Clock, type Logger, silentLogger, systemClock } from '@belfry/core';
import type { Delivery, EventDelivery } from './delivery.ts';
import { type EventFilter, toEventMatcher } from './event-filter.ts';
import { parseEventId, toEventId } from './event-id.ts';
import { createRing } from './ring.ts';
import { createSubscription, type Subscription, type SubscriptionPair, toReset } from './subscription.ts';
import { createWaker } from './waker.ts';

export interface HubOptions {
  /** Names this process in event ids; default: time and random. No dot-number at its end, no spaces. */
  boot?: string;
  /** Events kept for readers that come back; default 2,048. */
  ringSize?: number;
  clock?: Clock;
  logger?: Logger;
}

export interface SubscribeOptions extends EventFilter {
  /** Resume after this id; when that cannot be done exactly, the first delivery is a reset. */
  since?: string;
  /** Deliveries a reader may fall behind before it is reset; default 1,024. */
  capacity?: number;
}

export interface HubStats {
  published: number;
  subscribers: number;
  /** Events subscribers did not get, those that left included. */
  dropped: number;
  ring: { size: number; capacity: number };
}

/** Fan-out of committed changes. Nothing durable may hang on it: subscribers that are slow lose events. */
export interface Hub {
  /** Hands the event to every subscriber that wants it. Returns its id at once; never waits, never throws. */
  publish(event: BelfryEvent): string;
  subscribe(options?: SubscribeOptions): Subscription;
  /** Id of the newest event; `<boot>.0` before the first. Read it before a query to tell how fresh the answer is. */
  lastId(): string;
  stats(): HubStats;
  /** What was published is void, e.g. because the archive is another one: every reader, and who comes back, is reset. */
  reset(): void;
  /** Ends all subscriptions; what is published afterwards reaches nobody. Idempotent. */
  close(): void;
}

export function createHub({
  ringSize = 2_048,
  clock = systemClock,
  logger = silentLogger,
  boot = `${clock.now().toString(36)}${randomBytes(4).toString('hex')}`,
}: HubOptions = {}): Hub {
  if (!/^[\w-]+$/.test(boot)) throw new TypeError(`boot must be letters, digits, "_" or "-": ${boot}`);
  if (!Number.isInteger(ringSize) || ringSize < 1) throw new RangeError(`ringSize must be 1 or more: ${ringSize}`);

  const ring = createRing<EventDelivery>(ringSize);
  const subscribers = new Map<
    Subscription,
    { wants(event: BelfryEvent): boolean } & Pick<SubscriptionPair, 'offer' | 'reset'>
  >();
  const schedule = createWaker((error) => logger.warn('subscriber failed', { error }));
  let droppedByLeavers = 0;
  let closed = false;

  const lastId = () => toEventId(boot, ring.last);

  // Where a reader starts and what it gets first.
  const resume = (since: string | undefined, wants: (event: BelfryEvent) => boolean) => {
    const fresh = { start: lastId(), backlog: [] as Delivery[] };
    if (since === undefined) return fresh;
    const from = parseEventId(since);
    if (from?.boot !== boot) return { ...fresh, backlog: [toReset('restart', fresh.start)] };
    const missed = ring.after(from.seq);
    if (!missed) return { ...fresh, backlog: [toReset('gap', fresh.start)] };
    return { start: since, backlog: missed.filter(({ event }) => wants(event)) };
  };

  return {
    publish(event) {
      const id = toEventId(boot, ring.last + 1);
      const delivery: EventDelivery = { kind: 'event', id, event };
      ring.push(delivery);
      for (const { wants, offer } of subscribers.values()) if (wants(event)) offer(delivery);
      return id;
    },
    subscribe({ since, capacity = 1_024, ...filter } = {}) {
      const wants = toEventMatcher(filter);
      const { subscription, offer, reset } = createSubscription({
        ...resume(since, wants),
        capacity,
        lastId,
        schedule,
        onClose: () => {
          subscribers.delete(subscription);
          droppedByLeavers += subscription.dropped;
        },
      });
      subscribers.set(subscription, { wants, offer, reset });
      if (closed) subscription.close();
      return subscription;
    },
    lastId,
    reset() {
      ring.clear();
      for (const { reset } of subscribers.values()) reset('gap');
    },
    stats() {
      let dropped = droppedByLeavers;
      for (const subscription of subscribers.keys()) dropped += subscription.dropped;
      return {
        published: ring.last,
        subscribers: subscribers.size,
        dropped,
        ring: { size: ring.size, capacity: ring.capacity },
      };
    },
    close() {
      closed = true;
      for (const subscription of [...subscribers.keys()]) subscription.close();
    },
  };
}
