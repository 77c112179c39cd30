/** What the address names. */
export type Page =
  | { name: 'now' }
  | { name: 'sessions' }
  | { name: 'session'; id: string; message: string | undefined }
  | { name: 'unknown'; path: string };

/** Reads a path below the base (`/s/claude:1234`) and its query into a page. */
export function toPage(path: string, search: string): Page {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.length === 0) return { name: 'now' };
  if (parts.length === 1 && parts[0] === 'sessions') return { name: 'sessions' };
  if (parts.length > 1 && parts[0] === 's') {
    const id = parts.slice(1).map(decode).join('/');
    return { name: 'session', id, message: new URLSearchParams(search).get('m') ?? undefined };
  }
  return { name: 'unknown', path };
}

/** Path below the base, without a leading slash; the inverse of `toPage`. */
export function toPath(page: Exclude<Page, { name: 'unknown' }>): string {
  if (page.name === 'now') return '';
  if (page.name === 'sessions') return 'sessions';
  // The slash of a subagent's id stays a slash: proxies disagree about an encoded one.
  const id = page.id.split('/').map(encode).join('/');
  return page.message === undefined ? `s/${id}` : `s/${id}?m=${encodeURIComponent(page.message)}`;
}

function encode(part: string): string {
  return encodeURIComponent(part).replaceAll('%3A', ':');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A stray percent sign, typed by hand: taken as it is.
    return part;
  }
}
