import { BelfryError } from '@belfry/core';
import { aSessionDetail } from '@belfry/core/testing';
import { describe, expect, test } from 'vitest';
import { toApiUrl } from '../contract/to-url.ts';
import { aServer } from '../testing/a-server.ts';
import { anArchive } from '../testing/an-archive.ts';

const subagent = aSessionDetail({ id: 'claude:11111111-1111-4111-8111-111111111111/agent-a1b2', parentId: 'claude:p' });
const url = (id: string) => `/${toApiUrl('getSession', { id })}`;

describe('the list', () => {
  test('is empty, not absent, when there is nothing', async () => {
    await using server = await aServer({ archive: anArchive({ sessions: [] }) });
    expect((await server.trusted('/api/v1/sessions')).json()).toEqual({ items: [], total: 0, asOf: 'b.0' });
  });

  test('asks for days in the zone they are meant in', async () => {
    await using server = await aServer();
    await server.trusted('/api/v1/sessions?from=2026-11-21&to=2026-11-21&timezone=Europe/Berlin');
    expect(server.archive.asked).toEqual([
      { limit: 50, from: '2026-11-20T23:00:00.000Z', to: '2026-11-21T23:00:00.000Z' },
    ]);
  });

  test('a cursor the archive cannot read is the client’s mistake', async () => {
    const archive = anArchive();
    archive.sessions = () => Promise.reject(new BelfryError('BELFRY_CURSOR_INVALID', 'Not a cursor: x'));
    await using server = await aServer({ archive });
    const response = await server.trusted('/api/v1/sessions?cursor=x');
    expect(response.json()).toMatchObject({ status: 400, code: 'BELFRY_CURSOR_INVALID', title: 'Not a cursor: x' });
  });
});

describe('ids', () => {
  const archive = () => anArchive({ sessions: [subagent, aSessionDetail({ id: `gemini:${'long-'.repeat(60)}` })] });

  test('with a slash are found, encoded or decoded on the way by a proxy', async () => {
    await using server = await aServer({ archive: archive() });
    expect(url(subagent.id)).toContain('%2F');
    for (const form of [url(subagent.id), url(subagent.id).replace('%2F', '/'), `/api/v1/sessions/${subagent.id}`]) {
      expect((await server.trusted(form)).json()).toMatchObject({ id: subagent.id });
      for (const below of ['messages', 'tool-calls', 'tool-calls/toolu_01', 'children']) {
        expect((await server.trusted(`${form}/${below}`)).statusCode).toBe(200);
      }
    }
  });

  test('of three hundred characters are found', async () => {
    await using server = await aServer({ archive: archive() });
    expect((await server.trusted(url(`gemini:${'long-'.repeat(60)}`))).statusCode).toBe(200);
  });

  test.each(['', '/messages', '/tool-calls', '/tool-calls/c', '/children', '/images/k/0'])(
    'that nothing has answer 404 at %s',
    async (below) => {
      await using server = await aServer();
      const response = await server.trusted(`${url('claude:none')}${below}`);
      expect(response.json()).toMatchObject({ status: 404, code: 'BELFRY_NOT_FOUND' });
    },
  );

  test('that are not even percent-encoded text answer 400', async () => {
    await using server = await aServer();
    expect((await server.trusted('/api/v1/sessions/%E0%A4%A')).statusCode).toBe(400);
  });
});

test('a snapshot names the event it was read after, also when more come meanwhile', async () => {
  const archive = anArchive();
  await using server = await aServer({ archive });
  const { sessions } = archive;
  archive.sessions = (query) => {
    server.hub.publish({ type: 'session.updated', sessionId: subagent.id, session: subagent });
    return sessions(query);
  };
  expect((await server.trusted('/api/v1/sessions')).json().asOf).toBe('b.0');
  expect((await server.trusted('/api/v1/sessions')).json().asOf).toBe('b.1');
});

describe('syncing one session', () => {
  const sync = (body: unknown) => ({ method: 'POST', url: '/api/v1/sessions/sync', body: body as object }) as const;
  const { id } = aSessionDetail();

  test('reads its source and answers with what is there then', async () => {
    const targets: unknown[] = [];
    await using server = await aServer();
    server.deps.sync.syncOne = async (target) => {
      targets.push(target);
      return id;
    };
    for (const target of [{ id }, { path: '/home/ada/.claude/projects/p/s.jsonl' }]) {
      const response = await server.trusted(sync(target));
      expect(response.json()).toMatchObject({ id, asOf: 'b.0' });
    }
    expect(targets).toEqual([{ id }, { path: '/home/ada/.claude/projects/p/s.jsonl' }]);
  });

  test.each([{}, { path: '/p', id: 'x' }, { path: '' }, { id: 7 }, { file: '/p' }, [], 'text', null])(
    '%j is refused',
    async (body) => {
      await using server = await aServer();
      const response = await server.trusted({
        ...sync(JSON.stringify(body)),
        headers: { 'content-type': 'application/json' },
      });
      expect(response.json()).toMatchObject({ status: 400, code: 'BELFRY_BAD_REQUEST' });
    },
  );

  test('of an unknown file is 404 with a hint, of an unreadable one what the reader says', async () => {
    await using server = await aServer();
    server.deps.sync.syncOne = async () => undefined;
    const unknown = await server.trusted(sync({ path: '/nowhere' }));
    expect(unknown.json()).toMatchObject({ status: 404, code: 'BELFRY_NOT_FOUND', hint: expect.any(String) });
    server.deps.sync.syncOne = async () => {
      throw new BelfryError('BELFRY_SOURCE_UNREADABLE', 'No permission');
    };
    expect((await server.trusted(sync({ path: '/x' }))).json()).toMatchObject({ status: 422, retryable: true });
  });

  test('is refused by a server that reads only', async () => {
    const version = { version: '1', commit: 'c', buildDate: '', readOnly: true, demo: false };
    await using server = await aServer({ version });
    expect((await server.trusted(sync({ id }))).json()).toMatchObject({ status: 403, code: 'BELFRY_READ_ONLY' });
  });
});

test('a window of messages may be of some variants only', async () => {
  await using server = await aServer();
  const messages = `${url(aSessionDetail().id)}/messages`;
  await server.trusted(`${messages}?variant=prompt&variant=queued&edge=start`);
  expect(server.archive.asked.at(-1)).toMatchObject({ variant: ['prompt', 'queued'], edge: 'start' });
  await server.trusted(`${messages}?variant=prompt`);
  expect(server.archive.asked.at(-1)).toMatchObject({ variant: ['prompt'] });
  expect((await server.trusted(`${messages}?variant=shout`)).statusCode).toBe(400);
});

test('a window of messages is asked for by one cursor at most', async () => {
  await using server = await aServer();
  const messages = `${url(aSessionDetail().id)}/messages`;
  await server.trusted(`${messages}?around=msg_01&limit=5`);
  expect(server.archive.asked).toEqual([{ sessionId: aSessionDetail().id, around: 'msg_01', limit: 5 }]);
  expect((await server.trusted(`${messages}?before=a&after=b`)).statusCode).toBe(400);
});
