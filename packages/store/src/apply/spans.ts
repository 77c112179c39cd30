/** A record of a message: where it stands and the hash of its own id. */
export interface RecordSpan {
  offset: number;
  length: number;
  record: number;
}

/** Packs spans as varints: offset relative to the end of the one before (zig-zag), length, record hash. */
export function packSpans(spans: readonly RecordSpan[]): Uint8Array {
  const bytes: number[] = [];
  let end = 0;
  for (const span of spans) {
    const step = span.offset - end;
    pushVarint(bytes, step >= 0 ? step * 2 : -step * 2 - 1);
    pushVarint(bytes, span.length);
    pushVarint(bytes, span.record);
    end = span.offset + span.length;
  }
  return Uint8Array.from(bytes);
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

/** Offsets exceed 32 bits, so no shifts. */
function pushVarint(bytes: number[], value: number): void {
  while (value >= 128) {
    bytes.push((value % 128) + 128);
    value = Math.floor(value / 128);
  }
  bytes.push(value);
}
