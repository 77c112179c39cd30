import { cellFields } from '@belfry/core';

const quarterMs = 15 * 60 * 1000;
const fields = cellFields.length;
/** Quarter, series, session, first and last time come before the sums. */
const firstSum = cellFields.indexOf('requests');

/**
 * Cells of one day as bytes: how many, then every number in as few bytes as it needs (seven bits each), quarters and times as
 * distances, which are small. A fifth of what rows take, and ten times faster to read.
 */
export function packCells(cells: Float64Array): Uint8Array {
  const bytes: number[] = [];
  const put = (value: number) => {
    let rest = value;
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
  };
  put(cells.length / fields);
  let quarter = 0;
  for (let at = 0; at < cells.length; at += fields) {
    const [next = 0, series = 0, session = 0, first = 0, last = 0] = cells.subarray(at, at + firstSum);
    put(next - quarter);
    quarter = next;
    put(series);
    put(session);
    put(first - quarter * quarterMs);
    put(last - first);
    for (let field = firstSum; field < fields; field++) put(cells[at + field] as number);
  }
  return Uint8Array.from(bytes);
}

export function unpackCells(bytes: Uint8Array): Float64Array {
  let place = 0;
  const take = (): number => {
    let byte = bytes[place++] as number;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let weight = 0x80; byte >= 0x80; weight *= 0x80) {
      byte = bytes[place++] as number;
      value += (byte & 0x7f) * weight;
    }
    return value;
  };
  const cells = new Float64Array(take() * fields);
  let quarter = 0;
  for (let at = 0; at < cells.length; at += fields) {
    quarter += take();
    cells[at] = quarter;
    cells[at + 1] = take();
    cells[at + 2] = take();
    const first = quarter * quarterMs + take();
    cells[at + 3] = first;
    cells[at + 4] = first + take();
    for (let field = firstSum; field < fields; field++) cells[at + field] = take();
  }
  return cells;
}
