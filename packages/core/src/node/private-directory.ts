import { chmodSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { BelfryError } from '../errors.ts';

/**
 * Makes the directory and its parents, or takes an existing one, and sees to it that only its owner can enter
 * (0700), whatever the umask.
 * @throws BELFRY_CONFIG_INVALID when the directory belongs to another user or is a shared place like /tmp:
 * it is not ours to close
 */
export function ensurePrivateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = statSync(path);
  if ((found.mode & 0o777) === 0o700 || process.platform === 'win32') return;
  if (isShared(found)) {
    throw new BelfryError('BELFRY_CONFIG_INVALID', `Not a private directory: ${path}`, {
      hint: 'Choose a directory that belongs to you, for example by setting BELFRY_HOME.',
    });
  }
  chmodSync(path, 0o700);
}

function isShared({ mode, uid }: Stats): boolean {
  const sticky = (mode & 0o1000) !== 0;
  return sticky || uid !== process.getuid?.();
}
