import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createHub } from './hub.ts';
import { decodeSse, type SseMessage } from './sse-decode.ts';
import { createFrameEncoder } from './sse-encode.ts';
import { pumpSse } from './sse-pump.ts';
import { aMessageEvent } from './testing/an-event.ts';

const encode = createFrameEncoder();

test('a stream opens with its start, carries events and ends with the hub', async () => {
  const hub = createHub({ boot: 'b' });
  hub.publish(aMessageEvent(1));
  const sink = new PassThrough();
  pumpSse(hub.subscribe(), sink, { encode });
  hub.publish(aMessageEvent(2));
  hub.publish(aMessageEvent(3));
  hub.close();
  const messages: SseMessage[] = [];
  for await (const message of decodeSse(sink)) messages.push(message);
  expect(messages.map(({ event, id }) => `${event} ${id}`)).toEqual([
    'stream.opened b.1',
    'message.added b.2',
    'message.added b.3',
  ]);
  expect(JSON.parse(messages[1]?.data ?? '')).toEqual(aMessageEvent(2));
});

test('a heartbeat moves the resume point past what a filter held back', async () => {
  const hub = createHub({ boot: 'b' });
  const sink = new PassThrough();
  pumpSse(hub.subscribe({ types: ['quota.sampled'] }), sink, { encode, heartbeatMs: 5 });
  hub.publish(aMessageEvent(1));
  for await (const { event, id } of decodeSse(sink)) {
    if (event !== 'stream.heartbeat') continue;
    expect(id).toBe('b.1');
    break;
  }
  hub.close();
});

/** A sink whose reader takes nothing until it is told to. */
function aStalledSink() {
  const state = { writes: 0, open: () => {} };
  const sink = new Writable({
    highWaterMark: 1,
    write(_chunk, _encoding, done) {
      state.writes += 1;
      state.open = done;
    },
  });
  return { sink, state };
}

test('a stalled sink is left alone, resets once when it wakes, and goes on', async () => {
  const hub = createHub({ boot: 'b' });
  const { sink, state } = aStalledSink();
  const reader = hub.subscribe({ capacity: 10 });
  pumpSse(reader, sink, { encode });
  for (let at = 0; at < 500; at++) {
    hub.publish(aMessageEvent(at));
    await Promise.resolve();
  }
  expect(state.writes).toBe(1);
  expect(reader.dropped).toBe(500);
  expect(sink.writableLength).toBeLessThan(1_000);
  const seen: string[] = [];
  sink._write = (chunk: Buffer, _encoding, done) => {
    seen.push(chunk.toString().split('\n')[0] ?? '');
    done();
  };
  const drained = once(sink, 'drain');
  state.open();
  await drained;
  hub.publish(aMessageEvent('last'));
  await new Promise(setImmediate);
  expect(seen).toEqual(['event: stream.reset', 'event: message.added']);
  hub.close();
});

test('a sink that takes nothing until the deadline is destroyed and its subscription closed', async () => {
  const hub = createHub();
  const { sink } = aStalledSink();
  pumpSse(hub.subscribe(), sink, { encode, writeDeadlineMs: 10 });
  await once(sink, 'close');
  expect(hub.stats().subscribers).toBe(0);
});

test('a client that goes away leaves no subscription behind', async () => {
  const hub = createHub();
  const sink = new PassThrough();
  pumpSse(hub.subscribe(), sink, { encode });
  sink.destroy();
  await once(sink, 'close');
  expect(hub.stats().subscribers).toBe(0);
  hub.publish(aMessageEvent(1));
});

test('a client that is gone before the stream begins gets none', async () => {
  const hub = createHub();
  const sink = new PassThrough();
  sink.destroy();
  await once(sink, 'close');
  const pump = pumpSse(hub.subscribe(), sink, { encode });
  await pump.closed;
  expect(hub.stats().subscribers).toBe(0);
});

test('a sink that fails ends its stream and nothing else', async () => {
  const hub = createHub();
  const sink = new Writable({ write: (_chunk, _encoding, done) => done(new Error('connection reset')) });
  await pumpSse(hub.subscribe(), sink, { encode }).closed;
  expect(hub.stats().subscribers).toBe(0);
});

test('stopping ends a good sink in order and a stalled one by force', async () => {
  const hub = createHub();
  const good = new PassThrough();
  good.resume();
  const { sink: bad } = aStalledSink();
  const pumps = [good, bad].map((sink) => pumpSse(hub.subscribe(), sink, { encode }));
  await Promise.all(pumps.map((pump) => pump.stop(20)));
  expect(good.writableFinished).toBe(true);
  expect(bad.writableFinished).toBe(false);
  expect(bad.destroyed).toBe(true);
});
