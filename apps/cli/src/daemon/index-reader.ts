import { parentPort, workerData } from 'node:worker_threads';
import { agents, createContentReader } from '@belfry/ingest';
import { openDocSource, type SearchTodo } from '@belfry/store';
import type { IndexReaderReply, IndexReaderTask } from './index-protocol.ts';

/** Worker entry: reads texts of sessions from the archive and prepares them; the thread that writes only stores. */
const port = parentPort;
if (port === null) throw new Error('The index reader runs as a worker thread only.');

/** Chunks under way: the reader rarely waits, and what waits to be stored stays small. */
const chunksInHand = 3;

const { archivePath } = workerData as { archivePath: string };
const source = openDocSource({ path: archivePath, content: createContentReader(agents) });
const waiting: SearchTodo[] = [];
let current: { todo: SearchTodo; chunks: ReturnType<typeof source.read>; inHand: number } | undefined;

port.on('message', ({ kind, todo }: IndexReaderTask) => {
  if (kind === 'read') waiting.push(todo);
  // An answer to a chunk of the session before.
  else if (current?.todo.session_id !== todo.session_id) return;
  else if (kind === 'stored') current.inHand -= 1;
  else {
    current = undefined;
    post({ kind: 'done' });
  }
  goOn();
});

function goOn(): void {
  for (;;) {
    if (current === undefined) {
      const todo = waiting.shift();
      if (todo === undefined) return;
      current = { todo, chunks: source.read(todo), inHand: 0 };
    }
    if (current.inHand >= chunksInHand) return;
    const { value: chunk, done } = current.chunks.next();
    if (done || chunk === undefined) {
      current = undefined;
      post({ kind: 'done' });
      continue;
    }
    current.inHand += 1;
    post({ kind: 'chunk', chunk }, [chunk.numbers.buffer, chunk.text.buffer]);
  }
}

function post(reply: IndexReaderReply, transferred: ArrayBuffer[] = []): void {
  port?.postMessage(reply, transferred);
}
