import type { IncomingMessage } from 'node:http';

/** How the client addressed this server, as far as it can be believed. */
export interface PublicAddress {
  scheme: 'http' | 'https';
  /** `name` or `name:port` in lower case; empty when the request names none. */
  host: string;
  /** The `Host` header itself, whatever a proxy says. */
  hostHeader: string;
}

/**
 * Reads scheme and host of a request. `X-Forwarded-Proto` and `X-Forwarded-Host` count only when the proxy is
 * trusted: anybody can send them.
 */
export function toPublicAddress({ headers, socket }: IncomingMessage, trustProxy: boolean): PublicAddress {
  const hostHeader = (headers.host ?? '').toLowerCase();
  const direct = 'encrypted' in socket && socket.encrypted ? 'https' : 'http';
  if (!trustProxy) return { scheme: direct, host: hostHeader, hostHeader };
  const scheme = firstOf(headers['x-forwarded-proto']) ?? direct;
  const host = firstOf(headers['x-forwarded-host']) ?? hostHeader;
  return { scheme: scheme === 'https' ? 'https' : 'http', host, hostHeader };
}

// Each proxy of a chain appends; the first entry is what the client asked for.
function firstOf(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  const first = text?.split(',', 1)[0]?.trim().toLowerCase();
  return first === '' ? undefined : first;
}
