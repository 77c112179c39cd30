import { createParser } from 'eventsource-parser';

/** One server-sent event as read. */
export interface SseMessage {
  /** `message` when the stream names none. */
  event: string;
  id?: string;
  data: string;
}

/**
 * Reads server-sent events from bytes that may be cut anywhere; comments are skipped.
 * Ends when the bytes end; an unfinished last frame is dropped, as the specification asks.
 */
export async function* decodeSse(
  bytes: AsyncIterable<Uint8Array>,
  onRetry: (retryMs: number) => void = () => {},
): AsyncGenerator<SseMessage, void, undefined> {
  const decoder = new TextDecoder();
  let messages: SseMessage[] = [];
  const parser = createParser({
    onEvent: ({ event, id, data }) => messages.push({ event: event ?? 'message', id, data }),
    onRetry,
  });
  for await (const chunk of bytes) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    const ready = messages;
    messages = [];
    yield* ready;
  }
}
