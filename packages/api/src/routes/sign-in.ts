import { randomBytes, randomUUID } from 'node:crypto';
import { BelfryError } from '@belfry/core';
import type { FastifyInstance } from 'fastify';
import { toDigest } from '../auth/digest.ts';
import { toCookieOptions } from '../auth/sign-in-cookie.ts';
import { createSignInLink } from '../auth/sign-in-link.ts';
import type { SignInView } from '../contract/sign-in.ts';
import { notFound } from '../http/not-found.ts';
import type { SignInRow } from '../ports/sign-in-port.ts';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';

/** Sign-ins by link; `app` has @fastify/rate-limit and @fastify/cookie. */
export function signInRoutes(define: DefineRoute, services: ApiServices, app: FastifyInstance): void {
  const { access, basePath, clock, codes, signIns, streams } = services;
  const countFailure = app.createRateLimit({ max: 10, timeWindow: 60_000 });

  define(
    'signIn',
    async ({ body, request, reply }) => {
      // The code is looked at first: only failures count, so whoever tries to guess cannot lock the owner out.
      if (!codes.redeem(body.code)) {
        const limit = await countFailure(request);
        const tooMany = !limit.isAllowed && limit.isExceeded;
        if (tooMany) reply.header('retry-after', limit.ttlInSeconds);
        throw tooMany ? tooManyFailures() : codeExpired();
      }
      const token = randomBytes(32).toString('base64url');
      const key = randomBytes(32).toString('base64url');
      const now = clock.now();
      const row: SignInRow = {
        id: randomUUID(),
        tokenHash: toDigest(token),
        keyHash: toDigest(key),
        label: (body.label ?? request.headers['user-agent'] ?? 'a browser').slice(0, 200),
        createdAt: now,
        lastSeenAt: now,
      };
      signIns.create(row);
      const secure = access.address(request).scheme === 'https';
      reply.setCookie(access.cookieName, token, toCookieOptions(basePath, secure));
      return { key, signIn: toView(row, row.id) };
    },
    'open',
  );

  define('signOut', ({ caller, reply }) => {
    if (caller?.kind === 'browser') end(caller.signInId);
    reply.clearCookie(access.cookieName, toCookieOptions(basePath, false));
  });

  define('listSignIns', ({ caller }) => {
    const current = caller?.kind === 'browser' ? caller.signInId : undefined;
    return { items: signIns.list().map((row) => toView(row, current)) };
  });

  define('revokeSignIn', ({ params }) => {
    if (!end(params.id)) throw notFound(`No sign-in ${params.id}`);
  });

  define('createSignInLink', ({ caller }) => {
    // A browser that was borrowed must not be able to invite others.
    if (caller?.kind === 'bearer') return createSignInLink(codes, basePath);
    throw new BelfryError('BELFRY_UNAUTHORIZED', 'Only a holder of the secret can make sign-in links', {
      hint: 'On the machine itself: belfry open',
    });
  });

  function end(id: string): boolean {
    const known = signIns.revoke(id);
    streams.endOf(id);
    return known;
  }
}

function toView({ id, label, createdAt, lastSeenAt }: SignInRow, current: string | undefined): SignInView {
  return {
    id,
    label,
    createdAt: new Date(createdAt).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
    current: id === current,
  };
}

function codeExpired(): BelfryError {
  return new BelfryError('BELFRY_SIGN_IN_EXPIRED', 'This sign-in link was used before or is too old', {
    hint: 'Get a new one with: belfry open',
  });
}

function tooManyFailures(): BelfryError {
  return new BelfryError('BELFRY_RATE_LIMITED', 'Too many links that do not work', {
    hint: 'A fresh link from belfry open works at any time.',
  });
}
