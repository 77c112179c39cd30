import { type ClientRequest, get, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { decodeSse, type SseMessage } from '@belfry/events';

export interface AStream {
  response: IncomingMessage;
  /** The next message; fails when the stream has ended. */
  next(): Promise<SseMessage>;
  /** Skips to the next message of that event. */
  nextOf(event: string): Promise<SseMessage>;
  leave(): void;
}

/** Opens an event stream over a socket of its own. */
export async function aStream(url: string, headers: OutgoingHttpHeaders): Promise<AStream> {
  const { response, request } = await new Promise<{ response: IncomingMessage; request: ClientRequest }>(
    (resolve, reject) => {
      const request = get(url, { headers, agent: false }, (response) => resolve({ response, request }));
      request.on('error', reject);
    },
  );
  const messages = decodeSse(response);
  const next = async () => {
    const { value, done } = await messages.next();
    if (done) throw new Error('the stream has ended');
    return value;
  };
  return {
    response,
    next,
    async nextOf(event) {
      for (;;) {
        const message = await next();
        if (message.event === event) return message;
      }
    },
    leave: () => request.destroy(),
  };
}
