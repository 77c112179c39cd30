import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAvailablePort } from '@belfry/core/node';
import type { BenchContext } from './result.ts';

export const agentsviewVersion = '0.46.1';

/** The released agentsview over one directory of Claude Code projects, with an archive of its own. */
export interface Agentsview {
  /** Milliseconds that reading what is new takes, as one process. */
  sync(): number;
  serve(): Promise<{ url: string; stop(): Promise<void> }>;
  remove(): void;
}

/** How long Python's registry may take to answer and to give the file. */
const downloadMs = 120_000;

/** `undefined` where it cannot be had: no Python, no registry, or none published for this platform. */
export function findAgentsview(context: BenchContext): ((projects: string) => Agentsview) | undefined {
  const program = findProgram(context);
  return program === undefined ? undefined : (projects) => openAgentsview(program, projects);
}

function findProgram({ cacheDirectory, log }: BenchContext): string | undefined {
  const directory = join(cacheDirectory, `agentsview-${agentsviewVersion}`);
  const program = join(directory, 'agentsview', 'bin', 'agentsview');
  if (existsSync(program)) return program;
  const temporary = `${directory}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  const python = (...args: string[]) =>
    execFileSync('python3', ['-m', ...args], { cwd: temporary, timeout: downloadMs, stdio: 'pipe' });
  try {
    python('pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', `agentsview==${agentsviewVersion}`);
    const wheel = readdirSync(temporary).find((name) => name.endsWith('.whl')) ?? '';
    python('zipfile', '--extract', wheel, '.');
    chmodSync(join(temporary, 'agentsview', 'bin', 'agentsview'), 0o755);
    renameSync(temporary, directory);
    return program;
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    const stderr = (error as { stderr?: Buffer }).stderr?.toString().trim().split('\n').at(-1);
    log(`agentsview ${agentsviewVersion} cannot be had: ${stderr || (error as Error).message}`);
    return undefined;
  }
}

function openAgentsview(program: string, projects: string): Agentsview {
  const home = mkdtempSync(join(tmpdir(), 'belfry-bench-agentsview-'));
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    AGENTSVIEW_DATA_DIR: join(home, 'data'),
    CLAUDE_PROJECTS_DIR: projects,
    // What is measured is neither counted by anybody nor looks for a newer one.
    AGENTSVIEW_TELEMETRY_ENABLED: '0',
    DO_NOT_TRACK: '1',
    AGENTSVIEW_DISABLE_UPDATE_CHECK: '1',
    AGENTSVIEW_NO_BROWSER: '1',
  };
  return {
    sync() {
      const start = performance.now();
      const { status, stderr } = spawnSync(program, ['sync'], { env: { ...env, AGENTSVIEW_NO_DAEMON: '1' } });
      if (status !== 0) throw new Error(`agentsview sync: ${stderr}`);
      return performance.now() - start;
    },
    async serve() {
      const port = await findAvailablePort('127.0.0.1', 18_080);
      const args = ['serve', '--port', `${port}`, '--no-browser', '--no-update-check'];
      const child = spawn(program, args, { env, stdio: 'ignore' });
      const url = `http://127.0.0.1:${port}/`;
      const isUp = async () => (await fetch(new URL('api/v1/stats', url)).catch(() => undefined))?.ok;
      while (!(await isUp())) {
        if (child.exitCode !== null) throw new Error(`agentsview serve ended with ${child.exitCode}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return {
        url,
        async stop() {
          child.kill('SIGTERM');
          if (child.exitCode === null) await once(child, 'exit');
        },
      };
    },
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
