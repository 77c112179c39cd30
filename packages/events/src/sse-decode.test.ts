import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSse, type SseMessage } from './sse-decode.ts';
import { encodeFrame, encodeRetry } from './sse-encode.ts';

async function* cut(bytes: Uint8Array, places: number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const place of [...places].sort((a, b) => a - b)) {
    yield bytes.subarray(from, place);
    from = Math.max(from, place);
  }
  yield bytes.subarray(from);
}

async function read(bytes: Uint8Array, places: number[] = []): Promise<SseMessage[]> {
  const messages: SseMessage[] = [];
  for await (const message of decodeSse(cut(bytes, places))) messages.push(message);
  return messages;
}

test('what was encoded is read back, wherever the bytes are cut', async () => {
  const frame = fc.record({
    event: fc.constantFrom('a', 'stream.reset'),
    id: fc.constantFrom('b.1', 'b.22'),
    data: fc.string({ unit: 'grapheme' }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(frame, { maxLength: 4 }),
      fc.array(fc.nat(200), { maxLength: 6 }),
      async (frames, places) => {
        const bytes = new TextEncoder().encode(frames.map(encodeFrame).join(''));
        const expected = frames.map((item) => ({ ...item, data: item.data.replace(/\r\n?/g, '\n') }));
        expect(await read(bytes, places)).toEqual(expected.map((item) => expect.objectContaining(item)));
      },
    ),
  );
});

test('comments are skipped, an unfinished frame is dropped, a nameless event is a message', async () => {
  const bytes = new TextEncoder().encode(': hello\n\ndata: 1\n\nevent: e\ndata: cut');
  expect(await read(bytes)).toEqual([{ event: 'message', id: undefined, data: '1' }]);
});

test('the retry a server asks for is told', async () => {
  const retries: number[] = [];
  const bytes = new TextEncoder().encode(encodeRetry(1_500));
  for await (const _ of decodeSse(cut(bytes, [3]), (retryMs) => retries.push(retryMs)));
  expect(retries).toEqual([1_500]);
});
