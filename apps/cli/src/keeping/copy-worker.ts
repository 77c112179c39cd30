import { parentPort, workerData } from 'node:worker_threads';
import { type ArchiveCheck, backUpDatabase, verifyArchive } from '@belfry/store';
import { type ErrorMessage, toErrorMessage } from '../daemon/error-message.ts';

/** Worker entry: copies databases and checks the copy, so that the main thread can say how far it is. */
const port = parentPort;
if (port === null) throw new Error('The copy worker runs as a worker thread only.');

export interface CopyTask {
  archive: { from: string; to: string };
  state: { from: string; to: string } | undefined;
}

export type CopyReply =
  | { kind: 'step'; step: string; done: number; total: number }
  | { kind: 'done'; check: ArchiveCheck }
  | { kind: 'failed'; error: ErrorMessage };

const tell = (reply: CopyReply) => port.postMessage(reply);
const { archive, state } = workerData as CopyTask;

try {
  tell({ kind: 'step', step: 'copy', done: 0, total: 0 });
  backUpDatabase(archive.from, archive.to);
  if (state !== undefined) backUpDatabase(state.from, state.to);
  const check = verifyArchive(archive.to);
  for (let step = check.next(); ; step = check.next()) {
    if (step.done) {
      tell({ kind: 'done', check: step.value });
      break;
    }
    tell({ kind: 'step', ...step.value });
  }
} catch (thrown) {
  tell({ kind: 'failed', error: toErrorMessage(thrown) });
}
