import { createNonce, isAnswer, verifyServer } from '@belfry/core/node';
import { expect, test } from 'vitest';
import { aSecret, aServer } from '../testing/a-server.ts';

const startedAt = '2026-01-02T03:04:05.000Z';

test('says that this is belfry, and no more, to everybody', async () => {
  await using server = await aServer();
  const response = await server.ask('/healthz');
  expect(response.json()).toEqual({ status: 'ok', version: '1.2.3', readOnly: false, demo: false });
  expect(response.headers).toMatchObject({ 'x-belfry': '1.2.3', 'cache-control': 'no-store' });
  expect(response.headers['x-belfry-answer']).toBeUndefined();
  const head = await server.ask({ method: 'HEAD', url: '/healthz' });
  expect([head.statusCode, head.body]).toEqual([200, '']);
  expect((await server.ask({ method: 'POST', url: '/healthz' })).statusCode).toBe(404);
});

test('answers a challenge with its identity', async () => {
  const identity = { pid: 7, startedAt, port: 7717 };
  await using server = await aServer({ identity: { secret: aSecret, server: () => identity } });
  const nonce = createNonce();
  const answer = (await server.ask(`/healthz?challenge=${nonce}`)).headers['x-belfry-answer'];
  expect(isAnswer(String(answer), nonce, identity, aSecret)).toBe(true);
});

test.each(['', 'short', 'a'.repeat(129), 'line%0Abreak-line-break-line', 'a'.repeat(300)])(
  'signs nothing that is not a nonce: "%s"',
  async (challenge) => {
    const identity = { pid: 7, startedAt, port: 7717 };
    await using server = await aServer({ identity: { secret: aSecret, server: () => identity } });
    const response = await server.ask(`/healthz?challenge=${challenge}`);
    expect(response.json()).toMatchObject({ status: 400, code: 'BELFRY_BAD_REQUEST' });
    expect(response.headers['x-belfry-answer']).toBeUndefined();
  },
);

test('a client that knows the secret verifies it over a real port, below a base path too', async () => {
  let port = 0;
  const identity = { secret: aSecret, server: () => ({ pid: process.pid, startedAt, port }) };
  await using server = await aServer({ identity, basePath: '/x/y/' });
  port = Number(new URL(await server.listen()).port);
  const ask = { host: '127.0.0.1', port, secret: aSecret, expected: { pid: process.pid, startedAt } };
  expect(await verifyServer(ask)).toEqual({ kind: 'verified', version: '1.2.3' });
  expect(await verifyServer({ ...ask, secret: new Uint8Array(32) })).toEqual({ kind: 'belfry', version: '1.2.3' });
});
