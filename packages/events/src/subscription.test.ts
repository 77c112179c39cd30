import { expect, test } from 'vitest';
import type { Delivery } from './delivery.ts';
import { createHub } from './hub.ts';
import { aMessageEvent } from './testing/an-event.ts';

test('closing twice is safe, and what was queued can still be read', () => {
  const hub = createHub();
  const reader = hub.subscribe();
  hub.publish(aMessageEvent(1));
  reader.close();
  reader.close();
  hub.publish(aMessageEvent(2));
  expect(reader.closed).toBe(true);
  expect(reader.take()).toHaveLength(1);
  expect(reader.take()).toEqual([]);
});

test('a limited take leaves the rest, in order', () => {
  const hub = createHub({ boot: 'b' });
  const reader = hub.subscribe();
  for (let at = 1; at <= 5; at++) hub.publish(aMessageEvent(at));
  expect(reader.take(2).map(({ id }) => id)).toEqual(['b.1', 'b.2']);
  expect(reader.position).toBe('b.2');
  expect(reader.take(9).map(({ id }) => id)).toEqual(['b.3', 'b.4', 'b.5']);
});

test('iteration waits for events and ends when the subscription is closed', async () => {
  const hub = createHub({ boot: 'b' });
  const reader = hub.subscribe();
  const read: Delivery[] = [];
  const reading = (async () => {
    for await (const delivery of reader) {
      read.push(delivery);
      if (read.length === 2) reader.close();
    }
  })();
  hub.publish(aMessageEvent(1));
  await Promise.resolve();
  hub.publish(aMessageEvent(2));
  await reading;
  expect(read.map(({ id }) => id)).toEqual(['b.1', 'b.2']);
});

test('leaving an iteration closes the subscription', async () => {
  const hub = createHub();
  const reader = hub.subscribe();
  hub.publish(aMessageEvent(1));
  for await (const _ of reader) break;
  expect(reader.closed).toBe(true);
  expect(hub.stats().subscribers).toBe(0);
});

test('overflow is told once, and reading goes on after it', () => {
  const hub = createHub({ boot: 'b' });
  const reader = hub.subscribe({ capacity: 2 });
  for (let at = 1; at <= 4; at++) hub.publish(aMessageEvent(at));
  expect(reader.take()).toEqual([{ kind: 'reset', reason: 'overflow', id: 'b.4' }]);
  hub.publish(aMessageEvent(5));
  expect(reader.take().map(({ id }) => id)).toEqual(['b.5']);
  expect(reader.dropped).toBe(4);
});

test('a listener set late still hears of what is there, and of the end', async () => {
  const hub = createHub();
  const reader = hub.subscribe();
  hub.publish(aMessageEvent(1));
  let heard = 0;
  reader.onReady(() => {
    heard += 1;
    reader.take();
  });
  await Promise.resolve();
  expect(heard).toBe(1);
  reader.close();
  await Promise.resolve();
  expect(heard).toBe(2);
});
