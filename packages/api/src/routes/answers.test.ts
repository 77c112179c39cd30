import { aMessageView, aSessionDetail, aToolCallView } from '@belfry/core/testing';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { endpoints } from '../contract/endpoints.ts';
import { type RouteName, routes } from '../contract/routes.ts';
import { toApiUrl } from '../contract/to-url.ts';
import { aServer } from '../testing/a-server.ts';
import { anArchive } from '../testing/an-archive.ts';

const { id } = aSessionDetail();
const params = { id, callId: aToolCallView().callId, key: aToolCallView().callId };
/** What a route cannot be asked without. */
const queries: Partial<Record<RouteName, Record<string, string>>> = { search: { q: 'ledger' } };
const reading = (Object.keys(routes) as RouteName[]).filter(
  (name) => routes[name].method === 'GET' && 'response' in endpoints[name],
);

describe('every answer has the shape the contract promises', () => {
  test.each(reading)('%s', async (name) => {
    await using server = await aServer();
    const response = await server.trusted(`/${toApiUrl(name, params, queries[name])}`);
    expect(response.statusCode).toBe(200);
    const endpoint = endpoints[name];
    const validator = Compile('response' in endpoint ? endpoint.response : {});
    expect(validator.Errors(response.json())).toEqual([]);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  });
});

test('a field the contract does not know yet arrives all the same', async () => {
  const sessions = [{ ...aSessionDetail(), mood: 'sunny' }];
  const input = { command: 'ls', nested: { deep: [1, null] } };
  const message = {
    ...aMessageView(),
    blocks: [{ type: 'tool-call', callId: 'c', name: 'Bash', input, extra: 1 } as const],
  };
  const page = { sessionId: id, messages: [message], total: 1 };
  await using server = await aServer({ archive: anArchive({ sessions, page }) });
  const list = await server.trusted('/api/v1/sessions');
  expect(list.json().items[0].mood).toBe('sunny');
  const messages = await server.trusted(`/${toApiUrl('listMessages', { id })}`);
  expect(messages.json().messages[0].blocks).toEqual(message.blocks);
});

test('what fails inside is logged, and told without its details', async () => {
  const logged: unknown[] = [];
  const logger = {
    debug() {},
    info() {},
    warn() {},
    child: () => logger,
    error: (text: string, fields?: object) => logged.push({ text, ...fields }),
  };
  const archive = anArchive();
  const failure = new Error('SQLITE_ERROR near /home/ada/secret');
  archive.stats = () => Promise.reject(failure);
  await using server = await aServer({ archive, logger });
  const response = await server.trusted('/api/v1/stats');
  expect(response.json()).toMatchObject({
    status: 500,
    code: 'BELFRY_INTERNAL',
    title: 'Something failed inside belfry',
  });
  expect(response.body).not.toContain('ada');
  expect(logged).toEqual([{ text: 'request failed', method: 'GET', path: '/api/v1/stats', error: failure }]);
});

test.each([
  ['a body that is not JSON', 'application/json', '{', 400],
  ['a body of another kind', 'text/plain', 'x', 415],
  ['a body too large', 'application/json', JSON.stringify({ path: 'x'.repeat(1_100_000) }), 413],
])('%s is refused as a problem', async (_, type, payload, status) => {
  await using server = await aServer();
  const response = await server.trusted({
    method: 'POST',
    url: '/api/v1/sessions/sync',
    payload,
    headers: { 'content-type': type },
  });
  expect(response.json()).toMatchObject({ status, code: 'BELFRY_BAD_REQUEST' });
  expect(response.statusCode).toBe(status);
});

test('issues can be narrowed down', async () => {
  await using server = await aServer();
  await server.trusted('/api/v1/issues?code=malformed-line&agent=claude&sessionId=claude:x&limit=3');
  expect(server.archive.asked).toEqual([{ code: 'malformed-line', agent: 'claude', sessionId: 'claude:x', limit: 3 }]);
});
