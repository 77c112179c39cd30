import { sep } from 'node:path';
import type { SourceRef } from '@belfry/core';

/** Absolute path of a source on this machine. Joined by hand: this runs for every known source at every look. */
export function sourcePath({ root, path }: Pick<SourceRef, 'root' | 'path'>): string {
  return root + sep + (sep === '/' ? path : path.replaceAll('/', sep));
}
