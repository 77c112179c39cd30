import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A home of its own for one test: belfry's directories and the agents' beside them. */
export interface BelfryHome {
  /** `BELFRY_HOME` */
  directory: string;
  /** `HOME`: holds `.claude` and `.codex`. */
  userHome: string;
  claudeRoot: string;
  codexRoot: string;
  env: Record<string, string>;
  remove(): void;
}

export function createBelfryHome(): BelfryHome {
  const base = mkdtempSync(join(tmpdir(), 'belfry-e2e-'));
  const userHome = join(base, 'user');
  const directory = join(base, 'belfry');
  const claudeRoot = join(userHome, '.claude');
  const codexRoot = join(userHome, '.codex');
  mkdirSync(join(claudeRoot, 'projects'), { recursive: true });
  mkdirSync(join(codexRoot, 'sessions'), { recursive: true });
  return {
    directory,
    userHome,
    claudeRoot,
    codexRoot,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: userHome,
      BELFRY_HOME: directory,
      BELFRY_MACHINE: 'tower',
      NO_COLOR: '1',
      TZ: 'UTC',
    },
    remove: () => rmSync(base, { recursive: true, force: true, maxRetries: 5 }),
  };
}
