import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

/** The pinned ccusage, which other reports are held against. */
export interface Ccusage {
  version: string;
  /** Standard output; `env` replaces the environment. */
  run(args: readonly string[], env: Record<string, string>, input?: string): string;
}

/** `undefined` where none is published for this platform. */
export function findCcusage(): Ccusage | undefined {
  const version = '20.0.24';
  const home = join(repository, 'node_modules', `@ccusage/ccusage-${process.platform}-${process.arch}`);
  if (!existsSync(home)) return undefined;
  const name = readdirSync(home, { recursive: true, encoding: 'utf8' }).find((path) =>
    /(^|[\\/])ccusage(\.exe)?$/.test(path),
  );
  if (name === undefined) return undefined;
  // The published file lacks the executable bit, and a package is nobody's to change.
  const directory = join(repository, '.tooling', `ccusage-${version}`);
  const path = join(directory, 'ccusage');
  if (!existsSync(path)) {
    mkdirSync(directory, { recursive: true });
    copyFileSync(join(home, name), path);
    chmodSync(path, 0o755);
  }
  return {
    version,
    run: (args, env, input = '') =>
      execFileSync(path, args, { env, input, maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'pipe'] }).toString(),
  };
}
