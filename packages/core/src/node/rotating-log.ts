import { closeSync, fchmodSync, fstatSync, lstatSync, openSync, renameSync, writeSync } from 'node:fs';

export interface RotatingLogOptions {
  /** Default 10 MiB. */
  maxBytes?: number;
  /** Files kept, the current one included; at least 2, default 3. Older ones are `<path>.1`, `<path>.2`, …. */
  files?: number;
}

/** A destination for a logger: pino and others only need `write`. */
export interface RotatingLog {
  /**
   * Appends whole lines, at once and synchronously. Never throws: what a full disk refuses is lost, and the next line
   * that fits is preceded by one that says how many.
   */
  write(lines: string): void;
  /** Idempotent; later writes are dropped. */
  close(): void;
}

/**
 * Opens a log that starts a new file when the current one is full. Files are 0600. A path that is a link or a device
 * (`/dev/stderr`, a pipe) is written to and never rotated.
 */
export function openRotatingLog(
  path: string,
  { maxBytes = 10 * 1024 * 1024, files = 3 }: RotatingLogOptions = {},
): RotatingLog {
  let file: number | undefined = openAppend(path);
  let sizeBytes = fstatSync(file).size;
  let lostLines = 0;
  const rotates = lstatSync(path).isFile();

  return { write, close };

  function write(lines: string): void {
    if (file === undefined) return;
    const notice = lostLines > 0 ? `${JSON.stringify({ level: 'warn', msg: 'log lines were lost', lostLines })}\n` : '';
    const bytes = Buffer.from(notice + lines);
    try {
      if (rotates && sizeBytes > 0 && sizeBytes + bytes.length > maxBytes) rotate(file);
      writeAll(file, bytes);
      sizeBytes += bytes.length;
      lostLines = 0;
    } catch {
      // The log is where failures are told; when it fails itself there is only the count.
      lostLines += lines.split('\n').length - 1;
    }
  }

  function rotate(full: number): void {
    for (let age = Math.max(files, 2) - 1; age >= 1; age -= 1) {
      renameIfThere(age === 1 ? path : `${path}.${age - 1}`, `${path}.${age}`);
    }
    file = openAppend(path);
    closeSync(full);
    sizeBytes = fstatSync(file).size;
  }

  function close(): void {
    if (file !== undefined) closeSync(file);
    file = undefined;
  }
}

function openAppend(path: string): number {
  const file = openSync(path, 'a', 0o600);
  if (fstatSync(file).isFile()) fchmodSync(file, 0o600);
  return file;
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
