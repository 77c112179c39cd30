import type { BelfryEvent } from '@belfry/core';
import { describe, expect, test } from 'vitest';
import type { Delivery } from './delivery.ts';
import { createHub, type Hub } from './hub.ts';
import { aMessageEvent, aQuotaEvent } from './testing/an-event.ts';

const ids = (deliveries: Delivery[]) => deliveries.map(({ id }) => id);
const publish = (hub: Hub, count: number) => {
  for (let at = 1; at <= count; at++) hub.publish(aMessageEvent(at));
};

describe('a reset', () => {
  test('takes back what is queued, tells every reader once, and events go on after it', () => {
    const hub = createHub({ boot: 'b' });
    const reader = hub.subscribe();
    publish(hub, 3);
    hub.reset();
    hub.publish(aMessageEvent(4));
    expect(reader.take()).toEqual([{ kind: 'reset', reason: 'gap', id: 'b.4' }]);
    expect(reader.dropped).toBe(4);
    hub.publish(aMessageEvent(5));
    expect(ids(reader.take())).toEqual(['b.5']);
  });

  test('is what a reader gets that comes back with an earlier id; a later id resumes exactly', () => {
    const hub = createHub({ boot: 'b' });
    publish(hub, 3);
    hub.reset();
    publish(hub, 2);
    expect(hub.subscribe({ since: 'b.2' }).take()).toEqual([{ kind: 'reset', reason: 'gap', id: 'b.5' }]);
    expect(ids(hub.subscribe({ since: 'b.3' }).take())).toEqual(['b.4', 'b.5']);
  });
});

describe('publishing', () => {
  test('every event reaches an unfiltered subscriber in the order of publishing', () => {
    const hub = createHub({ boot: 'b' });
    const reader = hub.subscribe();
    publish(hub, 3);
    expect(ids(reader.take())).toEqual(['b.1', 'b.2', 'b.3']);
    expect(reader.take()).toEqual([]);
  });

  test('ids are unique and strictly rising over a thousand rapid publishes', () => {
    const hub = createHub();
    const seqs = Array.from({ length: 1_000 }, (_, at) => Number(hub.publish(aMessageEvent(at)).split('.')[1]));
    expect(seqs).toEqual(Array.from({ length: 1_000 }, (_, at) => at + 1));
  });

  test('two hubs never share a boot', () => {
    const clock = { now: () => 0 };
    expect(createHub({ clock }).lastId()).not.toBe(createHub({ clock }).lastId());
  });

  test('a reader that never reads does not hold the publisher, and nothing vanishes uncounted', async () => {
    const hub = createHub({ boot: 'b' });
    const sleeper = hub.subscribe({ capacity: 100 });
    publish(hub, 600);
    expect(sleeper.take()).toEqual([{ kind: 'reset', reason: 'overflow', id: 'b.600' }]);
    publish(hub, 50);
    const delivered = sleeper.take().length;
    expect(delivered).toBe(50);
    expect(delivered + sleeper.dropped).toBe(650);
    expect(hub.stats()).toMatchObject({ published: 650, dropped: 600 });
  });

  test('a slow reader loses nothing for the others', () => {
    const hub = createHub();
    hub.subscribe({ capacity: 1 });
    const awake = hub.subscribe();
    publish(hub, 50);
    expect(awake.take()).toHaveLength(50);
    expect(awake.dropped).toBe(0);
  });

  test('a subscriber that throws harms neither the publisher nor the next subscriber', async () => {
    const warnings: string[] = [];
    const logger = {
      debug() {},
      info() {},
      error() {},
      child: () => logger,
      warn: (text: string) => warnings.push(text),
    };
    const hub = createHub({ logger });
    hub.subscribe().onReady(() => {
      throw new Error('reader is broken');
    });
    const next = Promise.withResolvers<void>();
    hub.subscribe().onReady(next.resolve);
    publish(hub, 1);
    await next.promise;
    expect(warnings).toEqual(['subscriber failed']);
  });

  test('a burst wakes a reader once, after the publisher has gone on', async () => {
    const hub = createHub();
    const reader = hub.subscribe();
    let wakes = 0;
    reader.onReady(() => {
      wakes += 1;
    });
    publish(hub, 20);
    expect(wakes).toBe(0);
    await Promise.resolve();
    expect(wakes).toBe(1);
    expect(reader.take()).toHaveLength(20);
  });
});

describe('filters', () => {
  test('a session filter lets only events of that session through', () => {
    const hub = createHub({ boot: 'b' });
    const reader = hub.subscribe({ sessionId: 'claude:b' });
    hub.publish(aMessageEvent(1, 'claude:a'));
    hub.publish(aMessageEvent(2, 'claude:b'));
    hub.publish(aQuotaEvent());
    hub.publish({ type: 'source.vanished', root: '/r', path: 'p', sessionIds: ['claude:a', 'claude:b'] });
    hub.publish({ type: 'source.vanished', root: '/r', path: 'q', sessionIds: ['claude:a'] });
    expect(ids(reader.take())).toEqual(['b.2', 'b.4']);
  });

  test('a type filter lets only these types through, also on resume', () => {
    const hub = createHub({ boot: 'b' });
    hub.publish(aMessageEvent(1));
    hub.publish(aQuotaEvent());
    hub.publish(aMessageEvent(3));
    expect(ids(hub.subscribe({ types: ['quota.sampled'], since: 'b.0' }).take())).toEqual(['b.2']);
  });

  test('events that are filtered out do not fill a queue', () => {
    const hub = createHub();
    const reader = hub.subscribe({ types: ['quota.sampled'], capacity: 1 });
    publish(hub, 500);
    hub.publish(aQuotaEvent());
    expect(reader.take()).toHaveLength(1);
    expect(reader.dropped).toBe(0);
  });

  test('the position of a quiet reader moves on with what it does not want', () => {
    const hub = createHub({ boot: 'b' });
    const reader = hub.subscribe({ types: ['quota.sampled'] });
    publish(hub, 9);
    expect(reader.position).toBe('b.9');
    hub.publish(aQuotaEvent());
    expect(reader.position).not.toBe('b.10');
    reader.take();
    expect(reader.position).toBe('b.10');
  });
});

describe('resuming', () => {
  test('from id k of n comes exactly what followed k', () => {
    const hub = createHub({ boot: 'b' });
    publish(hub, 10);
    const reader = hub.subscribe({ since: 'b.4' });
    expect(reader.start).toBe('b.4');
    publish(hub, 1);
    expect(ids(reader.take())).toEqual(['b.5', 'b.6', 'b.7', 'b.8', 'b.9', 'b.10', 'b.11']);
  });

  test('from the newest id comes nothing', () => {
    const hub = createHub({ boot: 'b' });
    publish(hub, 3);
    expect(hub.subscribe({ since: hub.lastId() }).take()).toEqual([]);
  });

  test.each([
    ['an id older than the ring', 'b.4', 'gap'],
    ['the place before the first event, long gone', 'b.0', 'gap'],
    ['an id ahead of the newest', 'b.11', 'gap'],
    ['an id of another process', 'a.9', 'restart'],
    ['no id at all', 'nonsense', 'restart'],
  ])('%s resets and then goes on live', (_, since, reason) => {
    const hub = createHub({ boot: 'b', ringSize: 5 });
    publish(hub, 10);
    const reader = hub.subscribe({ since });
    expect(reader.start).toBe('b.10');
    hub.publish(aMessageEvent(11));
    const deliveries = reader.take();
    expect(deliveries[0]).toEqual({ kind: 'reset', reason, id: 'b.10' });
    expect(ids(deliveries.slice(1))).toEqual(['b.11']);
  });

  test('without a resume id nothing old is replayed', () => {
    const hub = createHub({ boot: 'b' });
    publish(hub, 3);
    const reader = hub.subscribe();
    expect(reader.start).toBe('b.3');
    expect(reader.take()).toEqual([]);
  });

  test('a backlog longer than the capacity is no overflow', () => {
    const hub = createHub();
    const start = hub.lastId();
    publish(hub, 50);
    const reader = hub.subscribe({ since: start, capacity: 10 });
    publish(hub, 10);
    expect(reader.take()).toHaveLength(60);
  });
});

test('stats count what was published, who listens and what the ring holds', () => {
  const hub = createHub({ ringSize: 4 });
  const reader = hub.subscribe();
  publish(hub, 6);
  expect(hub.stats()).toEqual({ published: 6, subscribers: 1, dropped: 0, ring: { size: 4, capacity: 4 } });
  reader.close();
  expect(hub.stats().subscribers).toBe(0);
});

test('drops of a subscriber that left stay counted', () => {
  const hub = createHub();
  const reader = hub.subscribe({ capacity: 1 });
  publish(hub, 3);
  reader.close();
  expect(hub.stats().dropped).toBe(3);
});

test('a closed hub ends its readers, takes no new ones and still swallows what is published', async () => {
  const hub = createHub();
  const reader = hub.subscribe();
  hub.publish(aMessageEvent(1));
  hub.close();
  hub.close();
  hub.publish(aMessageEvent(2));
  const read: Delivery[] = [];
  for await (const delivery of reader) read.push(delivery);
  expect(read).toHaveLength(1);
  expect(hub.subscribe().closed).toBe(true);
});

test('publishers and subscribers that come and go do not disturb each other', async () => {
  const hub = createHub();
  const steady = hub.subscribe({ capacity: 1_000 });
  const publisher = async (name: number) => {
    for (let at = 0; at < 50; at++) {
      hub.publish(aMessageEvent(`${name}-${at}`));
      await Promise.resolve();
    }
  };
  const visitor = async () => {
    for (let visit = 0; visit < 20; visit++) {
      for await (const _ of hub.subscribe({ since: hub.lastId() })) break;
    }
  };
  const visitors = [visitor(), visitor(), visitor(), visitor()];
  await Promise.all(Array.from({ length: 8 }, (_, name) => publisher(name)));
  hub.close();
  await Promise.all(visitors);
  const seen: BelfryEvent[] = steady.take().flatMap((item) => (item.kind === 'event' ? [item.event] : []));
  expect(seen).toHaveLength(400);
  expect(hub.stats().subscribers).toBe(0);
});

test.each(['', 'a b', 'a\nb', 'a.b'])('"%s" cannot be the name of a boot', (boot) => {
  expect(() => createHub({ boot })).toThrow(TypeError);
});
