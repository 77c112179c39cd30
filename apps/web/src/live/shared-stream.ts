import { isAfter } from './event-id.ts';
import { openEventStream } from './event-stream.ts';
import type { Frame, Link } from './frame.ts';

/** How long a leader may take to answer before a tab the reader looks at takes over. */
const answerMs = 2000;

type Word =
  | { kind: 'frame'; frame: Frame }
  | { kind: 'link'; link: Link; position: string | undefined }
  | { kind: 'who-leads' };

export interface SharedStreamOptions {
  /** Name of the stream; tabs that give the same name share one. */
  name: string;
  url(since: string | undefined): string;
  onFrame(frame: Frame): void;
  onLink(link: Link): void;
}

/** What of the browser this needs; tests run several tabs in one process. */
export interface TabDeps {
  locks: Pick<LockManager, 'request'>;
  open: typeof openEventStream;
  isHidden(): boolean;
  /** Calls back each time the tab is shown, until the returned function is called. */
  onShown(listener: () => void): () => void;
}

const thisTab = (): TabDeps => ({
  locks: navigator.locks,
  open: openEventStream,
  isHidden: () => document.hidden,
  onShown(listener) {
    const check = () => document.hidden || listener();
    document.addEventListener('visibilitychange', check);
    return () => document.removeEventListener('visibilitychange', check);
  },
});

/**
 * One event stream for all tabs of this browser. The tab that holds a Web Lock owns the stream and
 * repeats its frames on a broadcast channel; when that tab goes, the lock passes on and the next owner
 * resumes after the last frame it heard. A browser that suspends a hidden tab keeps its lock, so a
 * visible tab that gets no answer steals it.
 */
export function joinSharedStream(options: SharedStreamOptions, tab: TabDeps = thisTab()): { leave(): void } {
  const channel = new BroadcastChannel(options.name);
  let position: string | undefined;
  let link: Link = 'connecting';
  let leads = false;
  let answered = true;
  let left = false;
  let turn = new AbortController();
  let stealing: ReturnType<typeof setTimeout> | undefined;

  const say = (word: Word) => channel.postMessage(word);
  const take = (frame: Frame) => {
    const { type } = frame.message;
    const isNotice = type === 'stream.opened' || type === 'stream.heartbeat' || type === 'stream.reset';
    // Two owners may overlap for a moment around a hand-over; what was heard already is dropped.
    if (!isNotice && !isAfter(frame.id, position)) return;
    // A resumed stream still has to replay what follows `position`, so its opening moves nothing.
    if (type !== 'stream.opened' || position === undefined) position = frame.id;
    options.onFrame(frame);
  };
  const setLink = (next: Link) => {
    link = next;
    options.onLink(next);
  };

  channel.onmessage = ({ data: word }: MessageEvent<Word>) => {
    if (word.kind === 'who-leads') {
      if (leads) say({ kind: 'link', link, position });
      return;
    }
    answered = true;
    if (leads) return;
    if (word.kind === 'frame') return take(word.frame);
    position ??= word.position;
    setLink(word.link);
  };

  const lead = (lost: AbortSignal) =>
    new Promise<void>((resolve) => {
      leads = true;
      const stream = tab.open({
        url: options.url,
        since: position,
        onFrame(frame) {
          take(frame);
          say({ kind: 'frame', frame });
        },
        onLink(next) {
          setLink(next);
          say({ kind: 'link', link: next, position });
        },
      });
      lost.addEventListener('abort', () => {
        leads = false;
        stream.close();
        resolve();
      });
    });

  const queue = async (steal: boolean): Promise<void> => {
    const mine = new AbortController();
    turn = mine;
    try {
      await tab.locks.request(options.name, steal ? { steal } : { signal: mine.signal }, () => lead(mine.signal));
    } catch {
      // The lock was stolen from this tab, or the tab gave up its place in the queue.
    }
    mine.abort();
    if (turn === mine && !left) void queue(false);
  };

  const check = () => {
    if (leads || tab.isHidden()) return;
    answered = false;
    say({ kind: 'who-leads' });
    clearTimeout(stealing);
    stealing = setTimeout(() => {
      if (answered || leads || left) return;
      const waiting = turn;
      void queue(true);
      waiting.abort();
    }, answerMs);
  };
  const forget = tab.onShown(check);
  void queue(false);
  check();

  return {
    leave() {
      left = true;
      turn.abort();
      clearTimeout(stealing);
      forget();
      channel.close();
    },
  };
}
