import { BelfryError } from '@belfry/core';

/** Place of a message in a session: sources in reading order, then offset, generation, place in the record. */
export interface MessagePlace {
  /** Index of the source in the session's reading order when the cursor was made. */
  part: number;
  offset: number;
  generation: number;
  nth: number;
  sourceId: number;
}

const widths = { part: 2, offset: 10, generation: 3, nth: 3 };
const pattern = /^[0-9a-z]{18}\.[0-9a-z]{1,10}$/;

/** Opaque to clients; as text it sorts in reading order. */
export function toMessageCursor(place: MessagePlace): string {
  const fixed = (value: number, width: number) =>
    Math.min(value, 36 ** width - 1)
      .toString(36)
      .padStart(width, '0');
  const { part, offset, generation, nth } = widths;
  return `${fixed(place.part, part)}${fixed(place.offset, offset)}${fixed(place.generation, generation)}${fixed(
    place.nth,
    nth,
  )}.${place.sourceId.toString(36)}`;
}

/** @throws BELFRY_CURSOR_INVALID when the text is not one of ours */
export function parseMessageCursor(text: string): MessagePlace {
  if (!isMessageCursor(text)) {
    throw new BelfryError('BELFRY_CURSOR_INVALID', 'This is not a message cursor', {
      hint: 'Pass `previous`, `next` or a message cursor from an earlier answer.',
    });
  }
  let at = 0;
  const next = (width: number) => {
    at += width;
    return Number.parseInt(text.slice(at - width, at), 36);
  };
  const part = next(widths.part);
  const offset = next(widths.offset);
  const generation = next(widths.generation);
  const nth = next(widths.nth);
  return { part, offset, generation, nth, sourceId: Number.parseInt(text.slice(at + 1), 36) };
}

export function isMessageCursor(text: string): boolean {
  return pattern.test(text);
}
