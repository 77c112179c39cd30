import type { Run } from './run.ts';

/** Shortest string that is worth a blob of its own; shorter ones are smaller beside what is said around them. */
const minStringBytes = 64 * 1024;
/** At the head of a file it is worth one sooner: what an agent is told to begin with is the same in every session. */
export const headBytes = 32 * 1024;
const minHeadStringBytes = 8 * 1024;

const backslash = 0x5c;
const quote = 0x22;
const lineEnd = 0x0a;

/**
 * Finds long texts between two quotes, in order. `offset` is where `bytes` begin in the file. Shorter lines are
 * passed over without a look.
 */
export function findLongStrings(bytes: Uint8Array, offset: number): Run[] {
  const runs: Run[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(lineEnd, start);
    const end = found < 0 ? bytes.length : found;
    if (end - start >= leastAt(offset + start)) addStrings(runs, bytes, { start, end, offset });
    start = end + 1;
  }
  return runs;
}

function leastAt(place: number): number {
  return place < headBytes ? minHeadStringBytes : minStringBytes;
}

function addStrings(runs: Run[], bytes: Uint8Array, line: { start: number; end: number; offset: number }): void {
  let begin = line.start;
  for (let at = begin; at < line.end; at++) {
    const byte = bytes[at];
    if (byte === backslash) at++;
    else if (byte === quote) {
      if (at - begin >= leastAt(line.offset + begin)) runs.push({ offset: begin, length: at - begin });
      begin = at + 1;
    }
  }
}
