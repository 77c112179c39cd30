import { expect, test } from 'vitest';
import { createHub } from './hub.ts';
import { createFrameEncoder, encodeFrame, encodeRetry } from './sse-encode.ts';
import { aMessageEvent } from './testing/an-event.ts';

test('a frame has its event, its id and one data line per line', () => {
  expect(encodeFrame({ event: 'e', id: 'b.1', data: 'one\ntwo\r\nthree\rfour' })).toBe(
    'event: e\nid: b.1\ndata: one\ndata: two\ndata: three\ndata: four\n\n',
  );
});

test.each([
  { event: 'e\ndata: forged', data: '' },
  { event: 'e\r', data: '' },
  { id: 'b.1\nevent: forged', data: '' },
  { id: 'b\0', data: '' },
])('a frame that would forge another is refused: %j', (frame) => {
  expect(() => encodeFrame(frame)).toThrow(TypeError);
});

test.each([-1, 1.5, Number.NaN])('retry of %d ms is refused', (retryMs) => {
  expect(() => encodeRetry(retryMs)).toThrow(TypeError);
});

test('an event is serialised once, whoever takes it', () => {
  const hub = createHub();
  const readers = [hub.subscribe(), hub.subscribe({ sessionId: 'claude:a' }), hub.subscribe()];
  let serialised = 0;
  const counting = Object.assign(aMessageEvent(1), {
    toJSON: () => {
      serialised += 1;
      return {};
    },
  });
  hub.publish(counting);
  const encode = createFrameEncoder();
  const frames = readers.flatMap((reader) => reader.take()).map(encode);
  expect(new Set(frames).size).toBe(1);
  expect(serialised).toBe(1);
});

test('a reset names its reason and the id the stream goes on from', () => {
  const frame = createFrameEncoder()({ kind: 'reset', reason: 'gap', id: 'b.7' });
  expect(new TextDecoder().decode(frame)).toBe(
    'event: stream.reset\nid: b.7\ndata: {"type":"stream.reset","id":"b.7","reason":"gap"}\n\n',
  );
});
