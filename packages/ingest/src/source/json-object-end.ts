const quote = 0x22;
const backslash = 0x5c;

/**
 * End (exclusive) of the JSON object that opens at `start`, found by its braces alone;
 * `undefined` when it does not close before `end`. Tells where to cut, not whether the text is valid.
 */
export function jsonObjectEnd(buffer: Buffer, start: number, end: number): number | undefined {
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const byte = buffer[at];
    if (byte === quote) {
      at = stringEnd(buffer, at + 1, end);
    } else if (byte === 0x7b) {
      depth += 1;
    } else if (byte === 0x7d) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** About how many values the JSON text [start, end) holds: each but the first follows a comma, a colon or a bracket. */
export function jsonValueCount(buffer: Buffer, start: number, end: number): number {
  let count = 1;
  for (let at = start; at < end; at += 1) {
    const byte = buffer[at];
    if (byte === quote) at = stringEnd(buffer, at + 1, end);
    else if (byte === 0x2c || byte === 0x3a || byte === 0x5b) count += 1;
  }
  return count;
}

/** Index of the closing quote, or `end`. */
function stringEnd(buffer: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const byte = buffer[at];
    if (byte === quote) return at;
    if (byte === backslash) at += 1;
  }
  return end;
}
