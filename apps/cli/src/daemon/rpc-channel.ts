import { type ErrorMessage, fromErrorMessage, toErrorMessage } from './error-message.ts';

/** What birpc needs of a channel: plain messages, no time limit, and errors that keep their code and hint. */
export function rpcChannel(channel: { post(message: unknown): void; on(receive: (message: unknown) => void): void }) {
  return {
    ...channel,
    timeout: -1,
    serialize: (message: { e?: unknown }) =>
      message.e === undefined ? message : { ...message, e: toErrorMessage(message.e) },
    deserialize: (message: { e?: ErrorMessage }) =>
      message.e === undefined ? message : { ...message, e: fromErrorMessage(message.e) },
  };
}
