import type { IncomingHttpHeaders } from 'node:http';
import { BelfryError } from '@belfry/core';
import { parseHost } from '../http/host-name.ts';
import type { PublicAddress } from '../http/public-address.ts';

/** Whether the page that sent a request was served by this server. */
export interface OriginGuard {
  /** @throws BELFRY_FORBIDDEN_ORIGIN when the request says it comes from elsewhere */
  check(headers: IncomingHttpHeaders, address: PublicAddress): void;
  /** As `check`, and the request must name its origin. */
  require(headers: IncomingHttpHeaders, address: PublicAddress): void;
}

/**
 * Cookies are sent to every port of a host, and a dev server next door is another origin on the same host: so the
 * whole `host:port` must agree, with the address called or with a configured one.
 */
export function createOriginGuard(hosts: readonly string[]): OriginGuard {
  const configured = new Set(hosts.map((host) => host.toLowerCase()));

  const check: OriginGuard['check'] = (headers, address) => {
    // Browsers say this of their own accord, and pages cannot change it.
    const site = headers['sec-fetch-site'];
    if (site === 'cross-site' || site === 'same-site') throw forbidden(headers.origin ?? 'another site');
    if (headers.origin === undefined) return;
    const origin = toHost(headers.origin);
    if (origin === undefined || (origin !== withoutDefaultPort(address.host) && !configured.has(origin))) {
      throw forbidden(headers.origin);
    }
  };

  return {
    check,
    require(headers, address) {
      if (headers.origin === undefined) throw forbidden('nowhere');
      check(headers, address);
    },
  };
}

/** `host` or `host:port` of an http(s) origin, default ports left out; `undefined` for any other, `null` included. */
function toHost(origin: string): string | undefined {
  const url = URL.parse(origin);
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url.host : undefined;
}

// A proxy that ends TLS may pass `Host: name:443` or `name`, and not say which scheme it was.
function withoutDefaultPort(host: string): string {
  const parsed = parseHost(host);
  return parsed?.port === '80' || parsed?.port === '443' ? host.slice(0, host.lastIndexOf(':')) : host;
}

function forbidden(origin: string): BelfryError {
  return new BelfryError('BELFRY_FORBIDDEN_ORIGIN', `A request from ${origin} may not do this`, {
    hint: 'Open belfry by the address it prints, or add the address of its proxy to the allowed hosts.',
  });
}
