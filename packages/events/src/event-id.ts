/** An event id taken apart: the process that published it and its number there, counted from 1. */
export interface EventPosition {
  boot: string;
  seq: number;
}

/** `<boot>.<seq>`, the form events carry over the wire. */
export function toEventId(boot: string, seq: number): string {
  return `${boot}.${seq}`;
}

/** `undefined` for anything that is not an event id; number 0 is the place before the first event. */
export function parseEventId(id: string): EventPosition | undefined {
  const dot = id.lastIndexOf('.');
  const digits = id.slice(dot + 1);
  if (dot <= 0 || !/^(0|[1-9]\d{0,15})$/.test(digits)) return undefined;
  const seq = Number(digits);
  return Number.isSafeInteger(seq) ? { boot: id.slice(0, dot), seq } : undefined;
}
