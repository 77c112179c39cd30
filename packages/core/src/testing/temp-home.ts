import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppPaths, ensureAppDirectories, resolveAppPaths } from '../node/app-paths.ts';

export interface TempHome {
  /** A user's home directory; agents' files may be put into it. */
  home: string;
  /** `BELFRY_HOME` below it, and `HOME`; pass as the environment of a child process. */
  env: Record<string, string>;
  /** belfry's places in it, made. */
  paths: AppPaths;
  /** Deletes all of it; idempotent. */
  remove(): void;
  [Symbol.dispose](): void;
}

/** A home of its own for one test: `using home = tempHome()`, or call `remove` at the end. */
export function tempHome(): TempHome {
  // macOS names its temporary directory by a link, and paths are compared.
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'belfry-test-')));
  const env = { HOME: home, BELFRY_HOME: join(home, '.belfry') };
  const paths = resolveAppPaths({ env, platform: process.platform, home });
  ensureAppDirectories(paths);
  const remove = () => rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  return { home, env, paths, remove, [Symbol.dispose]: remove };
}
