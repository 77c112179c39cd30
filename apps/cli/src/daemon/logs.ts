import { closeSync, openSync, readSync, statSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { ensureAppDirectories } from '@belfry/core/node';
import { readContext } from '../context.ts';
import { printable } from '../output/printable.ts';
import { say } from '../output/talk.ts';
import { toLogText } from './log-line.ts';

export async function logs(flags: { lines: number; follow?: boolean; json?: boolean }): Promise<void> {
  const { logPath, paths } = readContext();
  const text = await readFile(logPath, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const print = (line: string) => process.stdout.write(`${flags.json ? line : printable(toLogText(line))}\n`);
  const lines = text.split('\n');
  // What follows the last line end is a line that is still being written.
  const begun = lines.pop() ?? '';
  for (const line of lines.slice(-flags.lines)) print(line);
  if (text === '') say(`There is no log yet at ${logPath}.`);
  if (!flags.follow) return;
  ensureAppDirectories(paths);
  await follow(logPath, { at: Buffer.byteLength(text), begun }, print);
}

/** Prints what is appended; starts over when the log was rotated. Ends with the process. */
async function follow(path: string, from: { at: number; begun: string }, print: (line: string) => void): Promise<void> {
  let { at, begun } = from;
  for await (const _ of changes(path)) {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size < at) [at, begun] = [0, ''];
    const lines = (begun + readRange(path, at, size)).split('\n');
    begun = lines.pop() ?? '';
    at = size;
    for (const line of lines) print(line);
  }
}

function readRange(path: string, start: number, end: number): string {
  if (end <= start) return '';
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(end - start);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, start));
  } finally {
    closeSync(file);
  }
}

/** The directory is watched, because a rotated log is another file of the same name. */
async function* changes(path: string): AsyncGenerator<void> {
  let wake: () => void = () => {};
  watch(dirname(path), (_, name) => {
    if (name === basename(path)) wake();
  });
  for (;;) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    yield;
  }
}
