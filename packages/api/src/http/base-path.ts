import { BelfryError } from '@belfry/core';

/**
 * The base path with one slash at each end; whole segments of letters, digits and `-._~`.
 * @throws BELFRY_CONFIG_INVALID
 */
export function resolveBasePath(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.some((segment) => !/^[\w.~-]+$/.test(segment) || /^\.\.?$/.test(segment))) {
    throw new BelfryError('BELFRY_CONFIG_INVALID', `Not a base path: ${path}`, { hint: 'Write it as /belfry/.' });
  }
  return segments.length === 0 ? '/' : `/${segments.join('/')}/`;
}
