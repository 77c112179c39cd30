/** A record of a message: where it stands and the hash of its own id. */
export interface RecordSpan {
  offset: number;
  length: number;
  record: number;
}

/** Packs spans as varints: offset relative to the end of the one before (zig-zag), length, record hash. */
export function packSpans(spans: readonly RecordSpan[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(spans.length * maxSpanBytes);
  let at = 0;
  let end = 0;
  for (const span of spans) {
    const step = span.offset - end;
    at = putVarint(bytes, at, step >= 0 ? step * 2 : -step * 2 - 1);
    at = putVarint(bytes, at, span.length);
    at = putVarint(bytes, at, span.record);
    end = span.offset + span.length;
  }
  return bytes.subarray(0, at);
}

export function unpackSpans(packed: Uint8Array): RecordSpan[] {
  const spans: RecordSpan[] = [];
  let at = 0;
  let end = 0;
  const next = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = packed[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  };
  while (at < packed.length) {
    const step = next();
    const offset = end + (step % 2 === 0 ? step / 2 : -(step + 1) / 2);
    const length = next();
    spans.push({ offset, length, record: next() });
    end = offset + length;
  }
  return spans;
}

/** Three numbers of at most 54 bits, 7 in a byte. */
const maxSpanBytes = 3 * 8;

/** Writes at `at` and returns where it ends. Offsets exceed 32 bits, so no shifts. */
function putVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value;
  let end = at;
  while (rest >= 128) {
    bytes[end++] = (rest % 128) + 128;
    rest = Math.floor(rest / 128);
  }
  bytes[end++] = rest;
  return end;
}
