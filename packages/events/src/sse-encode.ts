import type { Delivery } from './delivery.ts';

/** Parts of one server-sent event. */
export interface SseFrame {
  /** Name listeners register for. */
  event?: string;
  /** What a reader sends back as `Last-Event-ID`. */
  id?: string;
  data: string;
}

/**
 * The frame as text. Line breaks in `data` become several `data:` lines.
 * @throws TypeError for a line break in `event` or `id`, or a NUL in `id`: they would forge another frame, or make readers drop the id
 */
export function encodeFrame({ event, id, data }: SseFrame): string {
  let text = '';
  if (event !== undefined) text += `event: ${oneLine(event, 'event')}\n`;
  if (id !== undefined) text += `id: ${oneLine(id, 'id')}\n`;
  for (const line of data.split(/\r\n|\r|\n/)) text += `data: ${line}\n`;
  return `${text}\n`;
}

/** How long an `EventSource` waits before it connects again. */
export function encodeRetry(retryMs: number): string {
  if (!Number.isInteger(retryMs) || retryMs < 0) throw new TypeError(`retry must be whole milliseconds: ${retryMs}`);
  return `retry: ${retryMs}\n\n`;
}

/** Frame of a stream's own word to its reader: `{ type: event, ...fields }`. */
export function encodeStreamFrame(event: string, id: string, fields: Record<string, unknown> = {}): string {
  return encodeFrame({ event, id, data: JSON.stringify({ type: event, id, ...fields }) });
}

/**
 * Turns deliveries into the bytes of their frames. One encoder for all readers of a hub: each event is
 * serialised once, whoever takes it.
 */
export function createFrameEncoder(): (delivery: Delivery) => Uint8Array {
  const frames = new WeakMap<Delivery, Uint8Array>();
  const encoder = new TextEncoder();

  return (delivery) => {
    const known = frames.get(delivery);
    if (known) return known;
    const frame = encoder.encode(toText(delivery));
    if (delivery.kind === 'event') frames.set(delivery, frame);
    return frame;
  };
}

function toText(delivery: Delivery): string {
  if (delivery.kind === 'reset') return encodeStreamFrame('stream.reset', delivery.id, { reason: delivery.reason });
  return encodeFrame({ event: delivery.event.type, id: delivery.id, data: JSON.stringify(delivery.event) });
}

function oneLine(value: string, field: 'event' | 'id'): string {
  if (/[\r\n\0]/.test(value)) throw new TypeError(`line break or NUL in the ${field} of a server-sent event`);
  return value;
}
