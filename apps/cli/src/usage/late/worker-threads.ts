type Threads = typeof import('node:worker_threads');

/** Stands for `node:worker_threads` in the bundle of reports: only much to read is worth a thread. */
export const Worker = function openWorker(...args: ConstructorParameters<Threads['Worker']>) {
  const threads = process.getBuiltinModule('node:worker_threads');
  return new threads.Worker(...args);
} as unknown as Threads['Worker'];
