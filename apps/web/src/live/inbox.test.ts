import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Frame } from './frame.ts';
import { Inbox } from './inbox.ts';

const frame = (seq: number): Frame => ({ id: `b.${seq}`, message: { type: 'stream.heartbeat', id: `b.${seq}` } });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const applied: number[] = [];
  const state = { hidden: false, overflows: 0 };
  const inbox = new Inbox({
    isHidden: () => state.hidden,
    apply: (frames) => void applied.push(frames.length),
    overflow: () => void state.overflows++,
  });
  return { inbox, applied, state };
}

test('the first frame is applied at once, a burst after it in one go', () => {
  const { inbox, applied } = setUp();
  inbox.add(frame(1));
  vi.advanceTimersByTime(0);
  expect(applied).toEqual([1]);
  for (let seq = 2; seq < 52; seq++) inbox.add(frame(seq));
  vi.advanceTimersByTime(100);
  expect(applied).toEqual([1]);
  vi.advanceTimersByTime(100);
  expect(applied).toEqual([1, 50]);
});

test('a hidden tab applies nothing until it is looked at', () => {
  const { inbox, applied, state } = setUp();
  state.hidden = true;
  for (let seq = 0; seq < 900; seq++) inbox.add(frame(seq));
  vi.advanceTimersByTime(10_000);
  expect(applied).toEqual([]);
  state.hidden = false;
  inbox.wake();
  expect(applied).toEqual([900]);
  expect(state.overflows).toBe(0);
});

test('a tab hidden for long forgets the frames and asks for everything once', () => {
  const { inbox, applied, state } = setUp();
  state.hidden = true;
  for (let seq = 0; seq < 5000; seq++) inbox.add(frame(seq));
  state.hidden = false;
  inbox.wake();
  expect(applied).toEqual([]);
  expect(state.overflows).toBe(1);
  inbox.add(frame(1));
  vi.advanceTimersByTime(200);
  expect(applied).toEqual([1]);
});
