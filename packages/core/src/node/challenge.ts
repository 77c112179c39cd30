import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Header every belfry server sends with `GET /healthz`; its value is the version and proves nothing. */
export const belfryHeader = 'x-belfry';
/** Header of `GET /healthz?challenge=<nonce>` that carries the answer. */
export const answerHeader = 'x-belfry-answer';

/** What a server's answer vouches for: a copy of these from another process or port does not verify. */
export interface ServerIdentity {
  pid: number;
  /** ISO 8601 UTC, letter for letter as in the state file. */
  startedAt: string;
  port: number;
}

/** A fresh nonce of 32 random bytes. */
export function createNonce(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The server's answer to `?challenge=<nonce>`; `undefined` for a nonce that is no nonce, so the route
 * cannot be made to sign arbitrary text. Send it as `answerHeader`.
 */
export function answerChallenge(nonce: string, identity: ServerIdentity, secret: Uint8Array): string | undefined {
  if (!/^[\w-]{22,128}$/.test(nonce)) return undefined;
  return sign(nonce, identity, secret).toString('base64url');
}

/** Whether `answer` was made with `secret` by the server of exactly this identity, for exactly this nonce. */
export function isAnswer(answer: string, nonce: string, identity: ServerIdentity, secret: Uint8Array): boolean {
  const given = Buffer.from(answer, 'base64url');
  const right = sign(nonce, identity, secret);
  return given.length === right.length && timingSafeEqual(given, right);
}

// The first line separates this use of the secret from every other; neither a nonce nor an ISO time holds a line break.
function sign(nonce: string, { pid, startedAt, port }: ServerIdentity, secret: Uint8Array): Buffer {
  return createHmac('sha256', secret)
    .update(`belfry healthz answer v1\n${nonce}\n${pid}\n${startedAt}\n${port}`)
    .digest();
}
