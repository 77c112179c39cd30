/** Pages of their own entry in the tower, by name: the path below the base. */
export const placePaths = {
  now: '',
  sessions: 'sessions',
  files: 'files',
  usage: 'usage',
} as const;

export type PlaceName = keyof typeof placePaths;

/** A page of the tower. What narrows it is the page's own business: `search` is its query, without question mark. */
export interface Place {
  name: PlaceName;
  search: string;
}

/** Where in a tool call or message something was found. */
export type Part = 'message' | 'thinking' | 'tool-input' | 'tool-output';

/** A session, and what of it is asked for. */
export interface SessionPlace {
  name: 'session';
  id: string;
  message?: string | undefined;
  call?: string | undefined;
  /** Words to find in it. */
  find?: string | undefined;
  /** In which part of the message or call they are. */
  part?: Part | undefined;
}

export type Reachable = Place | SessionPlace;

/** What the address names. */
export type Page = Reachable | { name: 'unknown'; path: string };

const parts: ReadonlySet<string> = new Set<Part>(['message', 'thinking', 'tool-input', 'tool-output']);

/** Reads a path below the base (`/s/claude:1234`) and its query into a page. */
export function toPage(path: string, search: string): Page {
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.length > 1 && segments[0] === 's') {
    return toSessionPlace(segments.slice(1).map(decode).join('/'), new URLSearchParams(search));
  }
  const name = (Object.keys(placePaths) as PlaceName[]).find((place) => placePaths[place] === segments.join('/'));
  return name === undefined ? { name: 'unknown', path } : { name, search: search.replace(/^\?/, '') };
}

/** Path below the base, without a leading slash; the inverse of `toPage`. */
export function toPath(page: Reachable): string {
  if (page.name !== 'session') return withQuery(placePaths[page.name], page.search);
  // The slash of a subagent's id stays a slash: proxies disagree about an encoded one.
  const id = page.id.split('/').map(encode).join('/');
  const query = new URLSearchParams();
  if (page.message !== undefined) query.set('m', page.message);
  if (page.call !== undefined) query.set('c', page.call);
  if (page.part !== undefined) query.set('in', page.part);
  if (page.find !== undefined) query.set('q', page.find);
  return withQuery(`s/${id}`, query.toString());
}

function toSessionPlace(id: string, query: URLSearchParams): SessionPlace {
  const part = query.get('in') ?? '';
  return {
    name: 'session',
    id,
    message: query.get('m') ?? undefined,
    call: query.get('c') ?? undefined,
    part: parts.has(part) ? (part as Part) : undefined,
    find: query.get('q') ?? undefined,
  };
}

function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`;
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
