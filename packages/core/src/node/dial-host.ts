/**
 * The address a client on this machine dials to reach a server bound to `host`:
 * wildcards (and no host at all) become the loopback of their family, everything else stays.
 */
export function toDialHost(host: string): string {
  if (host === '' || host === '0.0.0.0') return '127.0.0.1';
  if (host === '::' || host === '[::]') return '::1';
  return host;
}

/** `http://host:port` of a server bound to `host`, as a client on this machine writes it. */
export function toServerUrl(host: string, port: number): string {
  const dial = toDialHost(host);
  return `http://${dial.includes(':') && !dial.startsWith('[') ? `[${dial}]` : dial}:${port}`;
}
