import { join } from 'node:path';

/** Directory in which a daemon keeps numbers for status lines; it exists once a client was installed. */
export function statuslineDirectory({ runDir }: { runDir: string }): string {
  return join(runDir, 'statusline');
}

export function keptFile(paths: { runDir: string }): string {
  return join(statuslineDirectory(paths), 'numbers');
}
