import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const shape = /^archive\.rescued-[0-9TZ-]+\.db$/;

/** Where an archive that lost its place is saved: beside it, named by the time. */
export function rescuePath(archiveFile: string, nowMs: number): string {
  const at = new Date(nowMs).toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  return join(dirname(archiveFile), `archive.rescued-${at}.db`);
}

/** Archives that were saved and neither imported nor deleted since, oldest first. */
export function findRescued(archiveFile: string): string[] {
  try {
    const directory = dirname(archiveFile);
    return readdirSync(directory)
      .filter((name) => shape.test(name))
      .sort()
      .map((name) => join(directory, name));
  } catch (error) {
    // No directory yet: nothing was saved.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** What to tell of them, and what to do. */
export function describeRescued(files: readonly string[]): { message: string; hint: string } | undefined {
  const [first] = files;
  if (first === undefined) return undefined;
  const names = files.map((file) => basename(file)).join(', ');
  return {
    message: `The archive was deleted or replaced while belfry used it. What it held was saved: ${names} in ${dirname(first)}.`,
    hint: `What your agents still have on disk is read again by itself. For the rest: belfry import ${first}, then delete that file; or just delete it.`,
  };
}
