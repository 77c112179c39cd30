import { expect, test } from 'vitest';
import { aServer } from '../testing/a-server.ts';

const refused = async (url: string) => {
  await using server = await aServer();
  const response = await server.trusted(url);
  expect(response.statusCode).toBe(400);
  return response.json();
};

test('texts of a query become what the route asks for', async () => {
  await using server = await aServer();
  await server.trusted('/api/v1/sessions?agent=claude&project=12&limit=5&hasError=true&text=7');
  expect(server.archive.asked).toEqual([{ agent: ['claude'], project: ['12'], limit: 5, hasError: true, text: '7' }]);
});

test('a filter may be given several times', async () => {
  await using server = await aServer();
  await server.trusted('/api/v1/sessions?agent=claude&agent=codex');
  expect(server.archive.asked).toEqual([{ agent: ['claude', 'codex'], limit: 50 }]);
});

test('a misspelt filter is refused, because ignoring it would show everything', async () => {
  expect(await refused('/api/v1/sessions?agnet=claude&limit=0')).toMatchObject({
    code: 'BELFRY_BAD_REQUEST',
    invalid: [
      { field: 'agnet', reason: 'is not known here' },
      { field: 'limit', reason: 'must be >= 1' },
    ],
  });
});

test('a wrong word is answered with the right ones', async () => {
  expect((await refused('/api/v1/sessions?sort=newest')).invalid).toEqual([
    { field: 'sort', reason: 'must be one of recent, oldest, longest, tokens, messages, project' },
  ]);
});

test.each([
  'limit=501',
  'limit=x',
  'hasError=yes',
  'from=soon',
  'timezone=Mars&from=2026-01-01',
  'from=2026-02-02&to=2026-02-01',
])('%s is refused', async (query) => {
  expect((await refused(`/api/v1/sessions?${query}`)).code).toBe('BELFRY_BAD_REQUEST');
});
