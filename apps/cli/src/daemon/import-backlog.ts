import type { ImportTask } from './import-queue.ts';
import type { ImportCalls, ImportEvents, IngestSettings } from './protocol.ts';
import { runRpcChild } from './rpc-child.ts';

/** Imports old files in a process of its own. Resolves when all is committed; rejects when it ends before that. */
export function importBacklog(options: {
  entry: URL;
  settings: IngestSettings;
  task: ImportTask;
  events: ImportEvents;
  signal: AbortSignal;
}): Promise<void> {
  return runRpcChild<ImportCalls, ImportEvents>({
    name: 'import',
    entry: options.entry,
    env: { BELFRY_IMPORT: JSON.stringify(options.settings) },
    events: options.events,
    signal: options.signal,
    work: (calls) => calls.run(options.task),
  });
}
