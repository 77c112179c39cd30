import { aSearchPage } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toApiUrl } from '../contract/to-url.ts';
import { type AServer, aServer } from '../testing/a-server.ts';

let server: AServer;
beforeEach(async () => {
  server = await aServer();
});
afterEach(() => server[Symbol.asyncDispose]());

const ask = (query: Record<string, string | readonly string[]>) => server.trusted(`/${toApiUrl('search', {}, query)}`);

describe('GET /search', () => {
  it('answers with hits, their sessions and the event id read before', async () => {
    const response = await ask({ q: 'rounding' });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ ...aSearchPage(), asOf: server.hub.lastId() });
  });

  it('hands on filters, with days resolved in their zone', async () => {
    await ask({
      q: '"a phrase" -not',
      kind: ['message', 'tool-output'],
      role: 'user',
      project: ['a', 'b'],
      tool: 'Bash',
      hasError: 'true',
      session: 'claude:11111111-1111-4111-8111-111111111111',
      from: '2026-07-01',
      to: '2026-07-01',
      timezone: 'Europe/Berlin',
      sort: 'relevance',
    });
    expect(server.archive.asked.at(-1)).toEqual({
      q: '"a phrase" -not',
      kind: ['message', 'tool-output'],
      role: ['user'],
      project: ['a', 'b'],
      tool: ['Bash'],
      hasError: true,
      session: 'claude:11111111-1111-4111-8111-111111111111',
      from: '2026-06-30T22:00:00.000Z',
      to: '2026-07-01T22:00:00.000Z',
      sort: 'relevance',
      limit: 20,
    });
  });

  it.each(['', '"', 'NEAR(', 'a AND', "'; DROP TABLE", '%00', '\u0000', '日本語 👩‍💻', '*'.repeat(2_000)])(
    'takes any text: %j',
    async (q) => {
      const response = await ask({ q });
      expect(response.statusCode).toBe(200);
      expect(server.archive.asked.at(-1)).toMatchObject({ q });
    },
  );

  it.each<[Record<string, string | string[]>, string]>([
    [{}, 'q'],
    [{ q: 'x'.repeat(2_001) }, 'q'],
    [{ q: 'x', kind: 'everything' }, 'kind'],
    [{ q: 'x', sort: 'best' }, 'sort'],
    [{ q: 'x', limit: '101' }, 'limit'],
    [{ q: 'x', limit: '0' }, 'limit'],
    [{ q: 'x', fuzzy: 'true' }, 'fuzzy'],
  ])('names what is wrong: %j', async (query, field) => {
    const response = await ask(query);
    expect(response.statusCode).toBe(400);
    expect(response.json().code).toBe('BELFRY_BAD_REQUEST');
    expect(JSON.stringify(response.json())).toContain(field);
  });

  it('says that there is no such session', async () => {
    const response = await ask({ q: 'x', session: 'claude:nobody' });
    expect([response.statusCode, response.json().code]).toEqual([404, 'BELFRY_NOT_FOUND']);
  });

  it('needs somebody to be signed in', async () => {
    expect((await server.ask('/api/v1/search?q=x')).statusCode).toBe(401);
  });
});
