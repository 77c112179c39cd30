/** What a client left. */
export interface Spooled {
  agent: string;
  /** When it was left. */
  atMs: number;
  /** `undefined` when what was left is no JSON. */
  payload: unknown;
}

/** A payload is whole when it is JSON: an object or a list that was cut is not. */
export function parseSpooled(agent: string, atMs: number, text: string): Spooled {
  return { agent, atMs, payload: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Still being written, or never finished: told by its age.
    return undefined;
  }
}
