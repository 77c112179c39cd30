import type { Run } from './run.ts';

/** Shortest run of base64 that is worth a blob of its own. */
export const minRunBytes = 32 * 1024;

const isBase64 = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/') {
  isBase64[char.charCodeAt(0)] = 1;
}
const padding = 0x3d;
const strideBytes = minRunBytes / 2;
const probeBytes = 64;

/**
 * Finds runs of at least 32 kB of base64, in order. Only every 16,384th byte is looked at until one seems to
 * lie inside a run, so bytes without images cost nothing.
 */
export function findBase64Runs(bytes: Uint8Array): Run[] {
  const runs: Run[] = [];
  let floor = 0;
  for (let at = 0; at < bytes.length; at += strideBytes) {
    if (at < floor || !seemsInside(bytes, at)) continue;
    let start = at;
    while (start > floor && isBase64[bytes[start - 1] as number]) start--;
    let end = at;
    while (end < bytes.length && isBase64[bytes[end] as number]) end++;
    floor = end;
    while (floor < bytes.length && floor < end + 2 && bytes[floor] === padding) floor++;
    // Whole groups of four decode and encode to the same text; a ragged rest stays where it is.
    const padded = (floor - start) % 4 === 0 ? floor : end;
    const length = padded - start - ((padded - start) % 4);
    if (length >= minRunBytes) runs.push({ offset: start, length });
  }
  return runs;
}

function seemsInside(bytes: Uint8Array, at: number): boolean {
  const end = Math.min(at + probeBytes, bytes.length);
  for (let index = at; index < end; index++) {
    if (!isBase64[bytes[index] as number]) return false;
  }
  return true;
}
