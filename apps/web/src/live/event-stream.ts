import { type Frame, frameTypes, type Link } from './frame.ts';

/** The server sends a heartbeat each 15 s; this long without any frame, the connection is dead. */
const silenceMs = 40_000;
const firstRetryMs = 1000;
const longestRetryMs = 15_000;

export interface EventStreamOptions {
  /** Address of the stream that resumes after `since`. */
  url(since: string | undefined): string;
  /** Resume point of the first connection. */
  since: string | undefined;
  onFrame(frame: Frame): void;
  onLink(link: Link): void;
}

/**
 * Keeps one `EventSource` open: reopens it from the last id when the browser gives up (an error page, a
 * refused sign-in) or when it falls silent, which a dead proxy can do without closing anything.
 */
export function openEventStream(options: EventStreamOptions): { close(): void } {
  let position = options.since;
  let source: EventSource | undefined;
  let retryMs = firstRetryMs;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => reopen(0), silenceMs);
  };
  const reopen = (delayMs: number) => {
    source?.close();
    clearTimeout(silence);
    clearTimeout(retry);
    options.onLink('lost');
    retry = setTimeout(open, delayMs);
  };
  const open = () => {
    const opened = new EventSource(options.url(position));
    source = opened;
    listen();
    for (const type of frameTypes) {
      opened.addEventListener(type, (event) => {
        listen();
        retryMs = firstRetryMs;
        const frame: Frame = { id: event.lastEventId, message: JSON.parse(event.data) };
        position = frame.id;
        options.onFrame(frame);
      });
    }
    opened.onopen = () => options.onLink('open');
    opened.onerror = () => {
      if (opened.readyState !== EventSource.CLOSED) {
        options.onLink('lost');
        return;
      }
      reopen(retryMs);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    };
  };
  open();

  return {
    close() {
      clearTimeout(silence);
      clearTimeout(retry);
      source?.close();
    },
  };
}
