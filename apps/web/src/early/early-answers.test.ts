import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askEarly, takeEarly } from './early-answers.ts';

const asked: string[] = [];

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('window', {});
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    if (url === 'refused') throw new TypeError('Failed to fetch');
    return Response.json({ url });
  });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('an answer asked for early is given once, to whoever asks the same', async () => {
  askEarly('a');
  expect(takeEarly('b')).toBeUndefined();
  expect(await (await takeEarly('a'))?.json()).toEqual({ url: 'a' });
  expect(takeEarly('a')).toBeUndefined();
  expect(asked).toEqual(['a']);
});

test('an answer nobody took in time is forgotten', () => {
  askEarly('a');
  vi.advanceTimersByTime(10_000);
  expect(takeEarly('a')).toBeUndefined();
});

test('a failure is heard of by whoever takes the answer', async () => {
  askEarly('refused');
  await Promise.resolve();
  await expect(takeEarly('refused')).rejects.toThrow('Failed to fetch');
});
