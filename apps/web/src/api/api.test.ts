import { expect, test } from 'vitest';
import { createApi } from './api.ts';

function anApi(answers: (() => Response)[]) {
  const asked: string[] = [];
  const api = createApi({
    fetch: (async (url: string) => {
      asked.push(url);
      return answers[asked.length - 1]?.() ?? Response.json({ number: asked.length });
    }) as typeof fetch,
    pageKey: () => undefined,
    onUnauthorized: () => {},
  });
  return { api, asked };
}

const request = { params: { id: 'claude:1' } };

test('what was asked ahead is asked once, and given to the first who asks the same', async () => {
  const { api, asked } = anApi([]);
  api.ahead('getSession', request);
  expect(await api.call('getSession', request)).toEqual({ number: 1 });
  expect(await api.call('getSession', request)).toEqual({ number: 2 });
  expect(asked).toHaveLength(2);
});

test('another question gets an answer of its own', async () => {
  const { api } = anApi([]);
  api.ahead('getSession', request);
  expect(await api.call('getSession', { params: { id: 'claude:2' } })).toEqual({ number: 2 });
});

test('a refusal is forgotten', async () => {
  const { api } = anApi([() => Response.json({ code: 'BELFRY_UNAUTHORIZED', title: 'no' }, { status: 401 })]);
  api.ahead('getSession', request);
  await new Promise((resolve) => setTimeout(resolve));
  expect(await api.call('getSession', request)).toEqual({ number: 2 });
});
