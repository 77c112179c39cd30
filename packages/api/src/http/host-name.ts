/** A `Host` taken apart; an IPv6 address without its brackets. */
export interface HostName {
  name: string;
  port: string | undefined;
}

/** `undefined` for what is no host: empty, with user, path or blanks in it. */
export function parseHost(host: string): HostName | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+))(?::(\d{1,5}))?$/i.exec(host);
  const name = match?.[1] ?? match?.[2]?.replace(/\.$/, '');
  return name ? { name: name.toLowerCase(), port: match?.[3] } : undefined;
}

/** `localhost`, `*.localhost`, 127.0.0.0/8 and `::1`: names no foreign page can be reached by. */
export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}
