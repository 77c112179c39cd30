/**
 * Collects wake-ups and runs them together after the current call stack: a batch of publishes wakes each
 * reader once, and a reader that throws harms neither the publisher nor the next reader.
 */
export function createWaker(onError: (error: unknown) => void): (wake: () => void) => void {
  let waiting: (() => void)[] = [];

  const run = () => {
    const wakes = waiting;
    waiting = [];
    for (const wake of wakes) {
      try {
        wake();
      } catch (error) {
        onError(error);
      }
    }
  };

  return (wake) => {
    if (waiting.push(wake) === 1) queueMicrotask(run);
  };
}
