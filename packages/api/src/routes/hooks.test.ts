import type { InjectOptions } from 'fastify';
import { expect, test } from 'vitest';
import { aBearer, aHookBearer, aServer } from '../testing/a-server.ts';

const stop = { session_id: 's1', hook_event_name: 'Stop' };
const post = { method: 'POST', url: '/api/v1/hooks/claude' } as const;
const authorization = aHookBearer;

test('a payload is handed on as it stands', async () => {
  await using server = await aServer();
  const response = await server.ask({ ...post, headers: { authorization }, body: stop });
  expect(response.statusCode).toBe(204);
  expect(response.body).toBe('');
  expect(server.heard).toEqual([{ agent: 'claude', payload: stop }]);
});

test('the token of hooks opens nothing else, and nothing else opens hooks', async () => {
  await using server = await aServer();
  for (const url of ['/api/v1/stats', '/api/v1/nothing', '/api/v1/events']) {
    expect((await server.ask({ url, headers: { authorization } })).statusCode).toBe(401);
  }
  const { headers } = await server.browser();
  for (const other of [{}, { authorization: aBearer }, { authorization: `${authorization}x` }, headers]) {
    const response = await server.ask({ ...post, headers: other, body: stop });
    expect(response.json()).toMatchObject({ status: 401, code: 'BELFRY_UNAUTHORIZED', hint: expect.any(String) });
  }
  expect(server.heard).toEqual([]);
});

test.each([
  ['an agent nobody knows', { url: '/api/v1/hooks/abacus', body: stop }, 404, 'BELFRY_NOT_FOUND'],
  ['a name that is none', { url: '/api/v1/hooks/..%2fx', body: stop }, 400, 'BELFRY_BAD_REQUEST'],
  ['a list', { body: [stop] }, 400, 'BELFRY_BAD_REQUEST'],
  ['nothing', {}, 400, 'BELFRY_BAD_REQUEST'],
  ['no JSON', { payload: '{"session_id"', headers: { 'content-type': 'application/json' } }, 400, 'BELFRY_BAD_REQUEST'],
  ['more than a megabyte', { body: { ...stop, x: 'x'.repeat(1_100_000) } }, 413, 'BELFRY_BAD_REQUEST'],
])('%s is refused', async (_, request: InjectOptions, status, code) => {
  await using server = await aServer();
  const headers = { authorization, ...request.headers };
  const response = await server.ask({ ...post, ...request, headers });
  expect(response.json()).toMatchObject({ status, code });
  expect(server.heard).toEqual([]);
});
