import { apiPrefix, type RouteName, routes } from './routes.ts';

type QueryValue = string | number | boolean | readonly string[] | undefined;

/**
 * URL of a route, relative to the base path: in a page it resolves against `<base href>`, elsewhere
 * against the daemon's address. Parameters are percent-encoded (session ids contain `:` and `/`),
 * undefined query values are left out, lists repeat their name.
 */
export function toApiUrl(
  name: RouteName,
  params: Readonly<Record<string, string | number>> = {},
  query: Readonly<Record<string, QueryValue>> = {},
): string {
  const path = routes[name].path.replace(/:(\w+)/g, (_, key: string) => {
    const value = params[key];
    if (value === undefined) throw new TypeError(`route ${name} needs the parameter "${key}"`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (typeof value === 'object') for (const item of value) search.append(key, item);
    else search.append(key, String(value));
  }
  const text = search.toString();
  return `${apiPrefix}${path}${text === '' ? '' : `?${text}`}`;
}
