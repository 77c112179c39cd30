import { once } from 'node:events';
import { connect } from 'node:net';
import { anEvent } from '@belfry/core/testing';
import { createHub } from '@belfry/events';
import { describe, expect, test } from 'vitest';
import { aBearer, aServer } from '../testing/a-server.ts';
import { aStream } from '../testing/a-stream.ts';

const authorization = aBearer;
const message = (sessionId: string) => anEvent('message.added', { sessionId });

describe('a stream', () => {
  test('is what an EventSource and a proxy need it to be', async () => {
    await using server = await aServer();
    const stream = await aStream(`${await server.listen()}api/v1/events`, { authorization });
    expect(stream.response.statusCode).toBe(200);
    expect(stream.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-belfry': '1.2.3',
      'x-content-type-options': 'nosniff',
    });
    expect(await stream.next()).toEqual({
      event: 'stream.opened',
      id: 'b.0',
      data: '{"type":"stream.opened","id":"b.0"}',
    });
    stream.leave();
  });

  test('carries events as they are published, under their type and id', async () => {
    await using server = await aServer();
    const stream = await aStream(`${await server.listen()}api/v1/events`, { authorization });
    await stream.next();
    const event = message('claude:a');
    server.hub.publish(event);
    const { data, ...frame } = await stream.next();
    expect(frame).toEqual({ event: 'message.added', id: 'b.1' });
    expect(JSON.parse(data)).toEqual(event);
    stream.leave();
  });

  test('is narrowed down by topic and session', async () => {
    await using server = await aServer();
    const url = `${await server.listen()}api/v1/events`;
    const bySession = await aStream(`${url}?session=claude%3Ab`, { authorization });
    const byTopic = await aStream(`${url}?topics=quota,sync`, { authorization });
    await Promise.all([bySession.next(), byTopic.next()]);
    server.hub.publish(message('claude:a'));
    server.hub.publish(message('claude:b'));
    server.hub.publish(anEvent('quota.sampled'));
    expect((await bySession.next()).id).toBe('b.2');
    expect((await byTopic.next()).id).toBe('b.3');
    bySession.leave();
    byTopic.leave();
  });

  test.each(['messages,nothing', '', 'toString'])('topics=%s are refused', async (topics) => {
    await using server = await aServer();
    const response = await server.trusted(`/api/v1/events?topics=${topics}`);
    expect(response.json()).toMatchObject({ status: 400, code: 'BELFRY_BAD_REQUEST' });
    expect(server.hub.stats().subscribers).toBe(0);
  });

  test('goes on by cookie only while the browser is signed in', async () => {
    await using server = await aServer();
    const url = await server.listen();
    const { id, cookie } = await server.browser();
    const stream = await aStream(`${url}api/v1/events`, { cookie });
    const other = await aStream(`${url}api/v1/events`, { authorization });
    await Promise.all([stream.next(), other.next()]);
    await server.trusted({ method: 'DELETE', url: `/api/v1/sign-ins/${id}` });
    await expect(stream.next()).rejects.toThrow('has ended');
    server.hub.publish(message('claude:a'));
    expect((await other.next()).id).toBe('b.1');
    other.leave();
  });
});

describe('coming back', () => {
  test('with Last-Event-ID gives exactly what was missed', async () => {
    await using server = await aServer();
    const url = `${await server.listen()}api/v1/events`;
    for (let published = 0; published < 6; published++) server.hub.publish(message('claude:a'));
    // The address still has the id the page was opened with.
    const stream = await aStream(`${url}?since=b.1`, { authorization, 'last-event-id': 'b.4' });
    expect((await stream.next()).id).toBe('b.4');
    expect((await stream.next()).id).toBe('b.5');
    expect((await stream.next()).id).toBe('b.6');
    server.hub.publish(message('claude:a'));
    expect((await stream.next()).id).toBe('b.7');
    stream.leave();
  });

  test('after a drop before the first event misses nothing', async () => {
    await using server = await aServer();
    const url = `${await server.listen()}api/v1/events`;
    const first = await aStream(url, { authorization });
    const { id } = await first.next();
    first.leave();
    server.hub.publish(message('claude:a'));
    const again = await aStream(url, { authorization, 'last-event-id': id });
    expect((await again.nextOf('message.added')).id).toBe('b.1');
    again.leave();
  });

  test.each([
    ['of another process', 'a.3', 'restart'],
    ['that is too old', 'b.1', 'gap'],
    ['that never was', 'b.99', 'gap'],
    ['that is none', 'x', 'restart'],
  ])('with an id %s resets and then goes on', async (_, since, reason) => {
    const hub = createHub({ boot: 'b', ringSize: 2 });
    await using server = await aServer({ hub });
    for (let published = 0; published < 5; published++) hub.publish(message('claude:a'));
    const stream = await aStream(`${await server.listen()}api/v1/events?since=${since}`, { authorization });
    const { id, data } = await stream.nextOf('stream.reset');
    expect(id).toBe('b.5');
    expect(JSON.parse(data)).toEqual({ type: 'stream.reset', id: 'b.5', reason });
    hub.publish(message('claude:a'));
    expect((await stream.next()).id).toBe('b.6');
    stream.leave();
  });

  test('from the asOf of a snapshot misses nothing', async () => {
    await using server = await aServer();
    const url = await server.listen();
    server.hub.publish(message('claude:a'));
    const { asOf } = (await server.trusted('/api/v1/sessions')).json();
    server.hub.publish(message('claude:b'));
    const stream = await aStream(`${url}api/v1/events?since=${asOf}`, { authorization });
    expect((await stream.nextOf('message.added')).id).toBe('b.2');
    stream.leave();
  });
});

test('a heartbeat carries the resume point of a quiet stream', async () => {
  await using server = await aServer({ stream: { heartbeatMs: 10 } });
  const stream = await aStream(`${await server.listen()}api/v1/events?topics=quota`, { authorization });
  await stream.next();
  server.hub.publish(message('claude:a'));
  expect((await stream.nextOf('stream.heartbeat')).id).toBe('b.1');
  stream.leave();
});

/** A client that sends its request and then reads nothing. */
async function aStalledClient(url: string, headers: string) {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n`);
  await once(socket, 'readable');
  return socket;
}

describe('a client that reads nothing', () => {
  const flood = async (publish: () => unknown, until: () => boolean) => {
    while (!until()) {
      for (let published = 0; published < 50; published++) publish();
      await new Promise(setImmediate);
    }
  };

  test('loses events by itself; six others lose none', async () => {
    await using server = await aServer();
    const url = await server.listen();
    const stalled = await aStalledClient(url, `Authorization: ${authorization}`);
    const others = await Promise.all(
      Array.from({ length: 6 }, () => aStream(`${url}api/v1/events`, { authorization })),
    );
    await Promise.all(others.map((other) => other.next()));
    const read = others.map(async (other) => {
      const ids: (string | undefined)[] = [];
      for (;;) {
        const { event, id } = await other.next();
        if (event === 'quota.sampled') return ids;
        ids.push(id);
      }
    });
    await flood(
      () => server.hub.publish(message(`claude:${'x'.repeat(2_000)}`)),
      () => server.hub.stats().dropped > 0,
    );
    const { published } = server.hub.stats();
    server.hub.publish(anEvent('quota.sampled'));
    const all = Array.from({ length: published }, (_, at) => `b.${at + 1}`);
    for (const ids of await Promise.all(read)) expect(ids).toEqual(all);
    for (const other of others) other.leave();
    stalled.destroy();
  });

  test('is cut off at the write deadline', async () => {
    await using server = await aServer({ stream: { writeDeadlineMs: 50 } });
    const stalled = await aStalledClient(await server.listen(), `Authorization: ${authorization}`);
    await flood(
      () => server.hub.publish(message(`claude:${'x'.repeat(2_000)}`)),
      () => server.hub.stats().subscribers === 0,
    );
    stalled.destroy();
  });
});

describe('an end', () => {
  test('by the client leaves no subscription behind', async () => {
    await using server = await aServer();
    const url = `${await server.listen()}api/v1/events`;
    const connected = once(server.app.server, 'connection');
    const stream = await aStream(url, { authorization });
    const [socket] = await connected;
    expect(server.hub.stats().subscribers).toBe(1);
    stream.leave();
    await once(socket, 'close');
    await new Promise(setImmediate);
    expect(server.hub.stats().subscribers).toBe(0);
  });

  test('of the server comes within its deadline, whoever reads nothing', async () => {
    const server = await aServer({ stream: { stopDeadlineMs: 50 } });
    const url = await server.listen();
    const reading = await aStream(`${url}api/v1/events`, { authorization });
    await reading.next();
    const stalled = await aStalledClient(url, `Authorization: ${authorization}`);
    for (let published = 0; published < 3_000; published++) {
      server.hub.publish(message(`claude:${'x'.repeat(2_000)}`));
      if (published % 50 === 0) await new Promise(setImmediate);
    }
    reading.response.resume();
    await server.app.close();
    expect(server.hub.stats().subscribers).toBe(0);
    stalled.destroy();
  });

  test('frees its place: there is a limit, and it is told', async () => {
    await using server = await aServer({ stream: { maxStreams: 1 } });
    const url = `${await server.listen()}api/v1/events`;
    const first = await aStream(url, { authorization });
    expect((await server.trusted('/api/v1/events')).json()).toMatchObject({ status: 429, code: 'BELFRY_RATE_LIMITED' });
    expect(server.hub.stats().subscribers).toBe(1);
    first.leave();
  });
});
