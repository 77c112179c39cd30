import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchContext } from './result.ts';

const version = '20.0.24';

export interface Ccusage {
  /** Reads a Claude Code root and prints its daily totals; returns milliseconds and the parsed output. */
  daily(root: string): { ms: number; totals: Record<string, number> };
}

/** The pinned native ccusage, fetched once; `undefined` when the registry has none for this platform. */
export function fetchCcusage({ cacheDirectory, log }: BenchContext): Ccusage | undefined {
  const directory = join(cacheDirectory, `ccusage-${version}`);
  const platform = `@ccusage/ccusage-${process.platform}-${process.arch}`;
  const home = join(directory, 'node_modules', platform);
  if (!existsSync(home)) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'package.json'), '{"private":true}');
    try {
      execFileSync(
        'npm',
        ['install', '--ignore-scripts', '--no-audit', '--no-fund', `ccusage@${version}`, `${platform}@${version}`],
        { cwd: directory, stdio: 'ignore' },
      );
    } catch (error) {
      log(`no ccusage for comparison: ${(error as Error).message}`);
      return undefined;
    }
  }
  const binary = readdirSync(home, { recursive: true, encoding: 'utf8' }).find((path) =>
    /(^|\/)ccusage(\.exe)?$/.test(path),
  );
  if (binary === undefined) return undefined;
  const path = join(home, binary);
  // The published file lacks the executable bit.
  chmodSync(path, 0o755);
  return {
    daily(root) {
      const start = performance.now();
      const output = execFileSync(path, ['daily', '--json', '--offline'], {
        env: { PATH: process.env.PATH, HOME: directory, CLAUDE_CONFIG_DIR: root },
        maxBuffer: 1 << 28,
      });
      const ms = performance.now() - start;
      return { ms, totals: (JSON.parse(output.toString()) as { totals: Record<string, number> }).totals };
    },
  };
}
