import { afterEach, expect, test, vi } from 'vitest';
import type { EventStreamOptions } from './event-stream.ts';
import type { Frame } from './frame.ts';
import { joinSharedStream, type TabDeps } from './shared-stream.ts';

type Callback = () => Promise<unknown>;

/** Locks as browsers give them: one holder, a queue, and theft. */
function fakeLocks() {
  let holder: { lose(reason: unknown): void } | undefined;
  const waiting: (() => void)[] = [];
  const next = () => {
    holder = undefined;
    waiting.shift()?.();
  };
  return {
    request(_name: string, options: LockOptions, callback: Callback) {
      return new Promise<unknown>((resolve, reject) => {
        const take = () => {
          const mine = { lose: reject };
          holder = mine;
          void callback().then((value) => {
            resolve(value);
            if (holder === mine) next();
          });
        };
        if (options.steal) {
          holder?.lose(new DOMException('stolen', 'AbortError'));
          take();
        } else if (holder === undefined) take();
        else {
          waiting.push(take);
          options.signal?.addEventListener('abort', () => {
            const place = waiting.indexOf(take);
            if (place >= 0) waiting.splice(place, 1);
            reject(options.signal?.reason);
          });
        }
      });
    },
  };
}

const frame = (seq: number): Frame => ({
  id: `b.${seq}`,
  message: { type: 'source.vanished', root: '', path: '', sessionIds: [] },
});

let count = 0;

/** A browser with tabs; `streams` are the connections that are open. */
function aBrowser(locks = fakeLocks()) {
  const name = `test ${++count}`;
  const streams = new Set<EventStreamOptions>();
  const left: (() => void)[] = [];
  return {
    streams,
    close: () => left.forEach((leave) => void leave()),
    tab() {
      const heard: string[] = [];
      const links: string[] = [];
      const joined = joinSharedStream(
        {
          name,
          url: (since) => `events?since=${since ?? ''}`,
          onFrame: ({ id }) => void heard.push(id),
          onLink: (link) => void links.push(link),
        },
        {
          locks: locks as unknown as TabDeps['locks'],
          isHidden: () => false,
          onShown: () => () => undefined,
          open(options) {
            streams.add(options);
            return { close: () => void streams.delete(options) };
          },
        },
      );
      left.push(joined.leave);
      return { heard, links, leave: joined.leave };
    },
  };
}

const only = <T>(set: Set<T>): T => {
  expect(set.size).toBe(1);
  return [...set][0] as T;
};

let browser: ReturnType<typeof aBrowser> | undefined;
afterEach(() => {
  browser?.close();
  vi.useRealTimers();
});

test('six tabs hold one stream, and all of them hear it', async () => {
  browser = aBrowser();
  const { streams, tab } = browser;
  const tabs = Array.from({ length: 6 }, () => tab());
  await vi.waitFor(() => expect(streams.size).toBe(1));
  only(streams).onFrame(frame(1));
  only(streams).onFrame(frame(2));
  await vi.waitFor(() => {
    for (const { heard } of tabs) expect(heard).toEqual(['b.1', 'b.2']);
  });
});

test('when the owner leaves another goes on after the last frame, and hears no frame twice', async () => {
  browser = aBrowser();
  const { streams, tab } = browser;
  const [first, second] = [tab(), tab()];
  await vi.waitFor(() => expect(streams.size).toBe(1));
  only(streams).onFrame(frame(7));
  await vi.waitFor(() => expect(second.heard).toEqual(['b.7']));
  first.leave();
  await vi.waitFor(() => expect(streams.size).toBe(1));
  expect(only(streams).since).toBe('b.7');
  only(streams).onFrame(frame(7));
  only(streams).onFrame(frame(8));
  expect(second.heard).toEqual(['b.7', 'b.8']);
});

test('a tab that comes later learns how the connection stands and where the stream is', async () => {
  browser = aBrowser();
  const { streams, tab } = browser;
  const first = tab();
  await vi.waitFor(() => expect(streams.size).toBe(1));
  only(streams).onLink('open');
  only(streams).onFrame(frame(3));
  const second = tab();
  await vi.waitFor(() => expect(second.links).toEqual(['open']));
  first.leave();
  await vi.waitFor(() => expect(streams.size).toBe(1));
  expect(only(streams).since).toBe('b.3');
});

test('a reset is passed on, and what follows it has smaller numbers', async () => {
  browser = aBrowser();
  const { streams, tab } = browser;
  const one = tab();
  await vi.waitFor(() => expect(streams.size).toBe(1));
  only(streams).onFrame(frame(900));
  only(streams).onFrame({ id: 'c.1', message: { type: 'stream.reset', id: 'c.1', reason: 'restart' } });
  only(streams).onFrame({ ...frame(2), id: 'c.2' });
  expect(one.heard).toEqual(['b.900', 'c.1', 'c.2']);
});

test('a visible tab takes the stream from an owner that does not answer', async () => {
  const locks = fakeLocks();
  // A suspended tab holds the lock and says nothing.
  const suspended = locks.request('', {}, () => new Promise(() => undefined)).catch((lost: Error) => lost.message);
  vi.useFakeTimers();
  browser = aBrowser(locks);
  const { streams, tab } = browser;
  const visible = tab();
  expect(streams.size).toBe(0);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await suspended).toBe('stolen');
  only(streams).onFrame(frame(1));
  expect(visible.heard).toEqual(['b.1']);
});
