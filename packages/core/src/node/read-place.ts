import { readdirSync, readFileSync } from 'node:fs';

/** Names in a directory, sorted; none when it does not exist. */
export function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Content of a file that may vanish, may not be ours to read, or may not be there at all: then `undefined`. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Deleted meanwhile, a directory, no permission: for the caller there is no such file.
    return undefined;
  }
}
