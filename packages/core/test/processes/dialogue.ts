import { createInterface } from 'node:readline';

const lines = createInterface(process.stdin)[Symbol.asyncIterator]();

/** What the test was told to do, as it gave it. */
export function argument<T>(): T {
  return JSON.parse(process.argv[2] ?? 'null');
}

export function tell(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Waits for the test's next line; when the test is gone, so is this process. */
export async function hear(): Promise<string> {
  const { value, done } = await lines.next();
  if (done) process.exit(0);
  return value;
}
