import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const workspaceRoot = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** What the bootstrap fetches and remembers; safe to delete. */
export const toolingDir = path.join(workspaceRoot, '.tooling');
