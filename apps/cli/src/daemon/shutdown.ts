/** How long a graceful stop may take before the process ends anyway; what is committed is safe either way. */
const stopDeadlineMs = 8000;

/** A signal to the whole process group also comes by way of npm and whoever else passes signals on. */
const sameRequestMs = 1000;

/** Resolves with the name of the first signal that asks to stop. A second request ends the process at once. */
export function untilStopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let askedAtMs: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (askedAtMs !== undefined && performance.now() - askedAtMs > sameRequestMs) process.exit(1);
        askedAtMs ??= performance.now();
        resolve(signal);
      });
    }
  });
}

/** Runs the steps in order under one deadline; a step that fails does not keep the next from running. */
export async function stopInOrder(
  steps: readonly (() => Promise<void> | void)[],
  onError: (error: Error) => void,
): Promise<void> {
  const all = (async () => {
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        onError(error as Error);
      }
    }
  })();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, stopDeadlineMs);
  });
  await Promise.race([all, deadline]);
  clearTimeout(timer);
}
