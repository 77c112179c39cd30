import { BelfryError } from '@belfry/core';
import { isLoopbackName, parseHost } from '../http/host-name.ts';
import type { PublicAddress } from '../http/public-address.ts';

/**
 * Refuses requests that call the server by a foreign name: a page of another site whose name was rebound to this
 * address is such a request. Loopback names pass with any port (tunnels change it); configured ones as configured;
 * and the very address the connection came in on, because an address cannot be rebound.
 * @throws BELFRY_FORBIDDEN_HOST
 */
export function createHostGuard(hosts: readonly string[]): (address: PublicAddress, localAddress?: string) => void {
  const allowed = hosts.map((host) => {
    const parsed = parseHost(host);
    if (!parsed)
      throw new BelfryError('BELFRY_CONFIG_INVALID', `Not a host name: ${host}`, { hint: 'Give name or name:port.' });
    return parsed;
  });

  const isAllowed = (host: string, localAddress: string | undefined) => {
    const parsed = parseHost(host);
    if (!parsed) return false;
    if (isLoopbackName(parsed.name) || parsed.name === localAddress?.replace(/^::ffff:/, '')) return true;
    return allowed.some(({ name, port }) => name === parsed.name && (port === undefined || port === parsed.port));
  };

  return ({ host, hostHeader }, localAddress) => {
    // Both: a rebound page may add any X-Forwarded-Host it likes, but cannot choose its Host.
    for (const name of new Set([hostHeader, host])) {
      if (isAllowed(name, localAddress)) continue;
      throw new BelfryError(
        'BELFRY_FORBIDDEN_HOST',
        name === '' ? 'The request names no host' : `This server is not called ${name}`,
        {
          hint: 'Use a loopback address, or add the name to the allowed hosts in the configuration.',
        },
      );
    }
  };
}
