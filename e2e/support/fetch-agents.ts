import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withFileLock } from '../../tooling/bootstrap/file-lock.mjs';

/** Executables of the real agents. */
export interface InstalledAgents {
  claude: string;
  codex: string;
}

const claudeVersion = '2.1.330';
const codexVersion = '0.169.0';
const codexTargets: Record<string, string> = {
  'linux-x64': 'x86_64-unknown-linux-musl',
  'linux-arm64': 'aarch64-unknown-linux-musl',
  'darwin-arm64': 'aarch64-apple-darwin',
  'darwin-x64': 'x86_64-apple-darwin',
};

/**
 * Fetches the pinned agents once, below `.tooling` of the repository; other people's programs, never committed.
 * `undefined` when the registry cannot be reached or has nothing for this platform.
 */
export async function fetchAgents(): Promise<InstalledAgents | undefined> {
  const platform = `${process.platform}-${process.arch}`;
  const target = codexTargets[platform];
  if (target === undefined) return undefined;
  const directory = join(import.meta.dirname, `../../.tooling/agents-${claudeVersion}-${codexVersion}`);
  const agents = {
    claude: join(directory, `node_modules/@anthropic-ai/claude-code-${platform}/claude`),
    codex: join(directory, `node_modules/@openai/codex-${platform}/vendor/${target}/bin/codex`),
  };
  const arePresent = () => existsSync(agents.claude) && existsSync(agents.codex);
  // Two test runs may come here at once; the second must not replace what the first one runs.
  await withFileLock(`${directory}.lock`, async () => {
    if (!arePresent()) await install(directory, platform);
  });
  return arePresent() ? agents : undefined;
}

async function install(directory: string, platform: string): Promise<void> {
  const draft = `${directory}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'package.json'), '{"private":true}');
  const packages = [
    `@anthropic-ai/claude-code-${platform}@${claudeVersion}`,
    `@openai/codex-${platform}@npm:@openai/codex@${codexVersion}-${platform}`,
  ];
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages];
  try {
    await promisify(execFile)('npm', args, { cwd: draft });
    rmSync(directory, { recursive: true, force: true });
    renameSync(draft, directory);
  } catch (error) {
    if (process.env.CI !== undefined) throw error;
  }
}
