import { BelfryError, type Clock } from '@belfry/core';
import type { SignInPort } from '../ports/sign-in-port.ts';
import type { Caller } from './caller.ts';
import { isOfDigest, toDigest } from './digest.ts';

export interface Credentials {
  /** The `Authorization` header. */
  authorization: string | undefined;
  /** The sign-in cookie's value. */
  token: string | undefined;
}

export interface AuthenticateDeps {
  secret: Uint8Array;
  signIns: SignInPort;
  clock: Clock;
}

/** A browser not seen for so long has to sign in again. */
export const idleLimitMs = 90 * 24 * 3_600_000;

// "Last seen" is for a list people read; writing it more often would cost a synchronous write per request.
const touchEveryMs = 5 * 60_000;

/**
 * Tells who sends a request. A header that is there and wrong fails, whatever the cookie says.
 * @throws BELFRY_UNAUTHORIZED
 */
export function createAuthenticate({ secret, signIns, clock }: AuthenticateDeps): (credentials: Credentials) => Caller {
  const bearerDigest = toDigest(Buffer.from(secret).toString('base64url'));

  const findBrowser = (token: string): Caller | undefined => {
    const row = signIns.find(toDigest(token));
    if (!row || !isOfDigest(token, row.tokenHash)) return undefined;
    const idleMs = clock.now() - row.lastSeenAt;
    if (idleMs > idleLimitMs) {
      signIns.revoke(row.id);
      return undefined;
    }
    if (idleMs > touchEveryMs) signIns.touch(row.id, clock.now());
    return { kind: 'browser', signInId: row.id, keyHash: row.keyHash };
  };

  return ({ authorization, token }) => {
    if (authorization !== undefined) {
      const bearer = toBearer(authorization);
      if (bearer !== undefined && isOfDigest(bearer, bearerDigest)) return { kind: 'bearer' };
      throw unauthorized('The bearer token is not this home’s secret');
    }
    const caller = token === undefined ? undefined : findBrowser(token);
    if (!caller) throw unauthorized(token === undefined ? 'Not signed in' : 'This sign-in is no longer valid');
    return caller;
  };
}

/** The token of an `Authorization: Bearer` header. */
export function toBearer(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}

function unauthorized(message: string): BelfryError {
  return new BelfryError('BELFRY_UNAUTHORIZED', message, { hint: 'Get a new link with: belfry open' });
}
