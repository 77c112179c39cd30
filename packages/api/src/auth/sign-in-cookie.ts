import { createHash } from 'node:crypto';
import type { CookieSerializeOptions } from '@fastify/cookie';

/** Browsers cap a cookie's life at 400 days; the server forgets idle sign-ins long before. */
const maxAgeSeconds = 400 * 24 * 3_600;

/**
 * Name of the cookie. Cookies are shared by all ports of a host, so each home has its own name:
 * two daemons on one machine must not sign each other's browsers out.
 */
export function toCookieName(secret: Uint8Array): string {
  return `belfry_${createHash('sha256').update('belfry cookie name\n').update(secret).digest('hex').slice(0, 12)}`;
}

export function toCookieOptions(basePath: string, secure: boolean): CookieSerializeOptions {
  return { path: basePath, httpOnly: true, sameSite: 'strict', secure, maxAge: maxAgeSeconds };
}
