import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { BelfryError } from '../errors.ts';
import { syncDirectory, writeTemporary } from './atomic-write.ts';

/**
 * The secret of this home: 32 random bytes, kept as base64url text in a 0600 file. Created on first use; of any
 * number of processes that create it at once, all get the same. A file others could read is closed to them.
 * @throws BELFRY_STATE_FILE_INVALID when the file holds something else
 */
export function ensureSecret(path: string): Buffer {
  return readSecret(path) ?? createSecret(path);
}

/**
 * The secret, or `undefined` when there is none yet.
 * @throws BELFRY_STATE_FILE_INVALID when the file holds something else
 */
export function readSecret(path: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const secret = Buffer.from(text, 'base64url');
  if (secret.length !== 32 || secret.toString('base64url') !== text) {
    throw new BelfryError('BELFRY_STATE_FILE_INVALID', `Not a belfry secret: ${path}`, {
      hint: 'Delete the file; belfry makes a new one, and browsers have to sign in again.',
    });
  }
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  return secret;
}

// A link appears with its whole content and fails when the name is taken: the first one in wins, nobody reads a half.
function createSecret(path: string): Buffer {
  const temporary = writeTemporary(path, `${randomBytes(32).toString('base64url')}\n`);
  try {
    linkSync(temporary, path);
    syncDirectory(dirname(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  return ensureSecret(path);
}
