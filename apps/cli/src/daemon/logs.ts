import { createReadStream, statSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { parseLimit } from '../client/parse-limit.ts';
import { readContext } from '../context.ts';
import { say } from '../output/talk.ts';

export async function logs(flags: { lines: string; follow?: boolean }): Promise<void> {
  const { logPath } = readContext();
  const count = parseLimit(flags.lines, 100_000);
  const text = await readFile(logPath, 'utf8').catch(() => '');
  if (text === '' && !flags.follow) return say(`There is no log yet (${logPath}).`);
  const lines = text.split('\n');
  const kept = lines.slice(Math.max(0, lines.length - 1 - count));
  process.stdout.write(kept.join('\n'));
  if (flags.follow) await follow(logPath, Buffer.byteLength(text));
}

/** Copies what is appended; starts over when the log was rotated. Ends with the process. */
async function follow(path: string, from: number): Promise<void> {
  let offset = from;
  for await (const _ of changes(path)) {
    const { size } = statSync(path);
    if (size < offset) offset = 0;
    if (size === offset) continue;
    await pipeline(createReadStream(path, { start: offset, end: size - 1 }), process.stdout, { end: false });
    offset = size;
  }
}

async function* changes(path: string): AsyncGenerator<void> {
  let wake: () => void = () => {};
  watch(path, () => wake());
  for (;;) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    yield;
  }
}
