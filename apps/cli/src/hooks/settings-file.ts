import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { BelfryError } from '@belfry/core';

/** A settings file of an agent, as it was when it was read. */
export interface SettingsFile {
  /** As the agent knows it. */
  path: string;
  /** The file itself, where `path` is a link. */
  target: string;
  /** `undefined` when there is none. */
  text: string | undefined;
  mode: number;
}

/** @throws BELFRY_SETTINGS_REFUSED for a link to nowhere, a directory, or what cannot be read */
export function readSettingsFile(path: string): SettingsFile {
  const link = lstatSync(path, { throwIfNoEntry: false });
  if (link === undefined) return { path, target: path, text: undefined, mode: 0o600 };
  try {
    const target = realpathSync(path);
    const stat = statSync(target);
    if (!stat.isFile()) throw refused(path, 'is not a regular file');
    const bytes = readFileSync(target);
    const text = bytes.toString('utf8');
    if (!Buffer.from(text, 'utf8').equals(bytes)) throw refused(path, 'is not UTF-8');
    return { path, target, text, mode: stat.mode & 0o777 };
  } catch (thrown) {
    if (thrown instanceof BelfryError) throw thrown;
    const { code } = thrown as NodeJS.ErrnoException;
    throw refused(path, code === 'ENOENT' ? 'is a link to nowhere' : `cannot be read (${code})`, { cause: thrown });
  }
}

/**
 * Replaces the content, of a linked file at its own place, with the same permissions; `undefined` removes it.
 * @throws BELFRY_SETTINGS_REFUSED when the file may not be written, or is not as it was read
 */
export function writeSettingsFile(file: SettingsFile, text: string | undefined): void {
  checkWritable(file);
  const draft = `${file.target}.belfry-${randomBytes(6).toString('hex')}`;
  try {
    if (text !== undefined) {
      mkdirSync(dirname(file.target), { recursive: true });
      writeDraft(draft, text, file.mode);
    }
    // As late as can be: whoever writes between here and the next line is lost in any case.
    if (readSettingsFile(file.path).text !== file.text) {
      throw refused(file.path, 'was changed by another program meanwhile', { hint: 'Run the command again.' });
    }
    if (text === undefined) rmSync(file.target);
    else renameSync(draft, file.target);
  } catch (thrown) {
    rmSync(draft, { force: true });
    if (thrown instanceof BelfryError) throw thrown;
    const { code } = thrown as NodeJS.ErrnoException;
    throw refused(file.path, `cannot be written (${code})`, { cause: thrown, hint: 'Check its permissions.' });
  }
}

/** A file its owner made read-only is left alone, though it could be replaced. */
export function checkWritable({ path, text, mode }: SettingsFile): void {
  if (text === undefined || (mode & 0o200) !== 0) return;
  throw refused(path, 'is read-only', {
    hint: `Somebody, or a program that manages it, does not want it changed. Otherwise: chmod u+w ${path}`,
  });
}

export function refused(path: string, why: string, more: { hint?: string; cause?: unknown } = {}): BelfryError {
  return new BelfryError('BELFRY_SETTINGS_REFUSED', `${path} ${why}; nothing was written.`, more);
}

function writeDraft(path: string, text: string, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    fchmodSync(file, mode);
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
