import { openEventStream } from './event-stream.ts';
import type { SharedStreamOptions } from './shared-stream.ts';

/**
 * A stream of this tab's own, open only while the tab is visible: for pages reached over plain HTTP from
 * another machine, where browsers offer no locks. Hidden tabs then hold no connection, so any number fits.
 */
export function joinLoneStream(options: SharedStreamOptions): { leave(): void } {
  let position: string | undefined;
  let stream: { close(): void } | undefined;

  const show = () => {
    stream?.close();
    stream = undefined;
    if (document.hidden) return;
    stream = openEventStream({
      url: options.url,
      since: position,
      onFrame(frame) {
        position = frame.id;
        options.onFrame(frame);
      },
      onLink: options.onLink,
    });
  };
  document.addEventListener('visibilitychange', show);
  show();

  return {
    leave() {
      stream?.close();
      document.removeEventListener('visibilitychange', show);
    },
  };
}
