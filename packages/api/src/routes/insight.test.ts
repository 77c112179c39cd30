import { aSessionDetail } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { toApiUrl } from '../contract/to-url.ts';
import { aServer } from '../testing/a-server.ts';

const { id } = aSessionDetail();

test('a tree is judged at the time of the server, from the session or from the top', async () => {
  await using server = await aServer({ clock: { now: () => 1_234 } });
  const answer = await server.trusted(`/${toApiUrl('getSessionTree', { id }, { whole: true })}`);
  expect(answer.json()).toMatchObject({ nodes: [{ depth: 0 }, { depth: 1 }], total: 2, asOf: expect.any(String) });
  expect(server.archive.asked).toEqual([{ whole: true, now: 1_234 }]);
});

test('the tree and the edits of a session that is not there are not found', async () => {
  await using server = await aServer();
  for (const url of [
    toApiUrl('getSessionTree', { id: 'claude:none' }),
    toApiUrl('listEdits', {}, { session: 'claude:none' }),
  ]) {
    expect((await server.trusted(`/${url}`)).json()).toMatchObject({ status: 404, code: 'BELFRY_NOT_FOUND' });
  }
});

test('the tree of a subagent is found behind a proxy that decodes its slash', async () => {
  await using server = await aServer();
  const answer = await server.trusted('/api/v1/sessions/claude:a/b/tree');
  expect(answer.json().title).toContain('claude:a/b');
});

test('the feed takes days in a zone, lists and a cursor', async () => {
  await using server = await aServer();
  const query = {
    from: '2026-01-02',
    to: '2026-01-02',
    timezone: 'Europe/Berlin',
    kind: ['prompt', 'shell'],
    cursor: 'x',
  };
  expect((await server.trusted(`/${toApiUrl('listFeed', {}, query)}`)).statusCode).toBe(200);
  expect(server.archive.asked).toEqual([
    {
      kind: ['prompt', 'shell'],
      cursor: 'x',
      limit: 50,
      from: '2026-01-01T23:00:00.000Z',
      to: '2026-01-02T23:00:00.000Z',
    },
  ]);
});

test.each([
  ['listFeed', { kind: ['nothing'] }],
  ['listFeed', { limit: 0 }],
  ['listFeed', { from: '2026-01-03', to: '2026-01-02' }],
  ['listEdits', { access: ['execute'] }],
  ['listEdits', { limit: 1_000 }],
  ['listEdits', { path: 'x'.repeat(5_000) }],
] as const)('%s refuses %j', async (name, query) => {
  await using server = await aServer();
  const answer = await server.trusted(`/${toApiUrl(name, {}, query as unknown as Record<string, never>)}`);
  expect(answer.json()).toMatchObject({ status: 400, code: 'BELFRY_BAD_REQUEST' });
});
