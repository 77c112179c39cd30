import { BelfryError } from '@belfry/core';
import type { FastifyRequest } from 'fastify';
import { pageKeyHeader } from '../contract/headers.ts';
import { type PublicAddress, toPublicAddress } from '../http/public-address.ts';
import { type AuthenticateDeps, createAuthenticate } from './authenticate.ts';
import type { Caller } from './caller.ts';
import { isOfDigest } from './digest.ts';
import { createHookGuard } from './hook-guard.ts';
import { createHostGuard } from './host-guard.ts';
import { createOriginGuard } from './origin-guard.ts';
import { toCookieName } from './sign-in-cookie.ts';

export interface AccessOptions extends AuthenticateDeps {
  hookToken: Uint8Array;
  hosts: readonly string[];
  trustProxy: boolean;
}

/** Decides which requests are answered at all, and for whom. */
export interface Access {
  readonly cookieName: string;
  address(request: FastifyRequest): PublicAddress;
  /** Every request. @throws BELFRY_FORBIDDEN_HOST */
  checkHost(request: FastifyRequest): void;
  /** Routes open to everybody that still must not be used from another page. @throws BELFRY_FORBIDDEN_ORIGIN */
  checkOrigin(request: FastifyRequest): void;
  /** Whether a hook's client asks. @throws BELFRY_UNAUTHORIZED */
  checkHook(request: FastifyRequest): void;
  /**
   * Who asks. A browser must ask from a page of this server, and with its page key when it wants to change something:
   * its cookie goes to every port of the host, the key does not.
   * @throws BELFRY_UNAUTHORIZED, BELFRY_FORBIDDEN_ORIGIN, BELFRY_FORBIDDEN_KEY
   */
  identify(request: FastifyRequest): Caller;
}

export function createAccess({ hosts, trustProxy, secret, hookToken, signIns, clock }: AccessOptions): Access {
  const cookieName = toCookieName(secret);
  const checkHost = createHostGuard(hosts);
  const origins = createOriginGuard(hosts);
  const authenticate = createAuthenticate({ secret, signIns, clock });
  const checkHook = createHookGuard(hookToken);
  const address = (request: FastifyRequest) => toPublicAddress(request.raw, trustProxy);

  return {
    cookieName,
    address,
    checkHost: (request) => checkHost(address(request), request.socket.localAddress),
    checkOrigin: (request) => origins.check(request.headers, address(request)),
    checkHook: (request) => checkHook(request.headers.authorization),
    identify(request) {
      const { authorization } = request.headers;
      const caller = authenticate({ authorization, token: request.cookies[cookieName] });
      if (caller.kind === 'bearer') return caller;
      const isMutation = request.method !== 'GET' && request.method !== 'HEAD';
      if (isMutation) origins.require(request.headers, address(request));
      else origins.check(request.headers, address(request));
      if (isMutation && !hasPageKey(request, caller.keyHash)) {
        throw new BelfryError('BELFRY_FORBIDDEN_KEY', `The request has no valid ${pageKeyHeader}`, {
          hint: 'Sign in again with a new link: belfry open',
        });
      }
      return caller;
    },
  };
}

function hasPageKey(request: FastifyRequest, keyHash: string): boolean {
  const key = request.headers[pageKeyHeader];
  return typeof key === 'string' && isOfDigest(key, keyHash);
}
