import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { DocChunk, SearchTodo, SearchWriter } from '@belfry/store';
import type { IndexReaderReply, IndexReaderTask } from './index-protocol.ts';

export interface SessionIndexing {
  search: SearchWriter;
  archivePath: string;
  readerEntry: URL;
  readers: number;
  signal: AbortSignal;
  onSkipped(failure: { sessionId: number; message: string }): void;
}

/** A transaction takes chunks until it holds so much text: a few tens of milliseconds of work. */
const textPerTransaction = 1_000_000;
/** What waits is stored after this long anyway. */
const storeAfterMs = 50;
/** Sessions a reader has in hand: it goes on while the thread that writes is busy storing. */
const sessionsInHand = 4;
/** Pages of an index merged in one transaction. */
const mergePages = 250;

/**
 * Indexes what the archive has not indexed: first what was said and asked, then what tools answered; sessions
 * last used first. Texts are read by threads beside the one that writes.
 */
export async function indexSessions(options: SessionIndexing): Promise<void> {
  const { search, signal } = options;
  for (const side of [0, 1] as const) {
    // Whoever writes meanwhile may add to the list, and a session that changed comes again.
    for (;;) {
      const todo = search.todo(side);
      if (todo.length === 0 || signal.aborted) break;
      for (const id of await indexList(options, todo)) search.giveUp(id, side);
    }
  }
  while (!signal.aborted && search.merge(mergePages)) await nextTurn();
}

/** Returns the sessions that could not be read. */
async function indexList(options: SessionIndexing, todo: readonly SearchTodo[]): Promise<number[]> {
  const { search, signal } = options;
  const store = createStore(search);
  const failed: number[] = [];
  let next = 0;

  /** One thread until the list is empty; a thread that breaks takes only its session with it. */
  const runReader = async (): Promise<void> => {
    let alone: SearchTodo[] = [];
    while ((alone.length > 0 || next < todo.length) && !signal.aborted) {
      const worker = new Worker(options.readerEntry, { workerData: { archivePath: options.archivePath } });
      const inHand: SearchTodo[] = [];
      try {
        await new Promise<void>((resolve, reject) => {
          const post = (task: IndexReaderTask) => worker.postMessage(task);
          const give = () => {
            const most = alone.length > 0 ? 1 : sessionsInHand;
            while (inHand.length < most && !signal.aborted) {
              const one = alone.shift() ?? todo[next++];
              if (one === undefined) break;
              inHand.push(one);
              post({ kind: 'read', todo: one });
            }
            if (inHand.length === 0) resolve();
          };
          worker.on('error', reject);
          signal.addEventListener('abort', () => resolve(), { once: true });
          worker.on('message', (reply: IndexReaderReply) => {
            if (reply.kind === 'done') {
              inHand.shift();
              give();
            } else {
              const { todo: of } = reply.chunk;
              store.add(reply.chunk, (isStale) => post({ kind: isStale ? 'leave' : 'stored', todo: of }));
            }
          });
          give();
        });
      } catch (error) {
        const [first, ...others] = inHand;
        if (first === undefined) throw error;
        if (others.length > 0) {
          // Which of them broke it shows when each is read by itself.
          alone = [...inHand, ...alone];
          continue;
        }
        failed.push(first.session_id);
        options.onSkipped({ sessionId: first.session_id, message: (error as Error).message });
      } finally {
        await worker.terminate();
      }
    }
  };

  try {
    await Promise.all(Array.from({ length: Math.min(options.readers, todo.length) }, runReader));
  } finally {
    store.flush();
  }
  return failed;
}

/** Collects chunks for transactions of a good size. */
function createStore(search: SearchWriter) {
  let waiting: { chunk: DocChunk; taken: (isStale: boolean) => void }[] = [];
  let waitingBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    waitingBytes = 0;
    if (batch.length === 0) return;
    const stale = new Set(search.store(batch.map(({ chunk }) => chunk)));
    for (const { chunk, taken } of batch) taken(stale.has(chunk));
  };
  return {
    flush,
    add(chunk: DocChunk, taken: (isStale: boolean) => void): void {
      waiting.push({ chunk, taken });
      waitingBytes += chunk.text.length;
      if (waitingBytes >= textPerTransaction) flush();
      else timer ??= setTimeout(flush, storeAfterMs);
    },
  };
}
