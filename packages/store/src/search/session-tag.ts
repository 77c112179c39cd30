/** Begins words of belfry's own; no text holds it, because it is no letter. */
const mark = '\ue000';

/** The word every text of a session has. */
export function sessionTag(sessionId: number): string {
  return `${mark}${sessionId.toString(36)}`;
}
