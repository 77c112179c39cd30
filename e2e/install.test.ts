import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);
const cliDirectory = join(import.meta.dirname, '../apps/cli');
const unreachable = /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENETUNREACH/;

it('installs from a packed tarball and runs', async ({ skip }) => {
  const directory = mkdtempSync(join(tmpdir(), 'belfry-install-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  await run('npm', ['pack', '--pack-destination', directory], { cwd: cliDirectory });
  const [tarball = ''] = readdirSync(directory);
  const prefix = join(directory, 'prefix');
  try {
    await run('npm', [
      'install',
      '--global',
      '--no-audit',
      '--no-fund',
      `--prefix=${prefix}`,
      join(directory, tarball),
    ]);
  } catch (error) {
    if (unreachable.test(String((error as { stderr?: string }).stderr))) {
      skip('the npm registry cannot be reached');
    }
    throw error;
  }

  const home = join(directory, 'home');
  const sessions = join(directory, '.claude/projects/-tmp-tower');
  mkdirSync(sessions, { recursive: true });
  const session = join(sessions, '00000000-0000-4000-8000-000000000000.jsonl');
  const line = { type: 'user', uuid: 'u1', sessionId: '00000000-0000-4000-8000-000000000000' };
  writeFileSync(session, `${JSON.stringify({ ...line, message: { role: 'user', content: 'Ring the bell' } })}\n`);

  const env = { PATH: process.env.PATH, HOME: directory, BELFRY_HOME: home };
  const belfry = (...args: string[]) => run(join(prefix, 'bin/belfry'), args, { env });
  const manifest = JSON.parse((await run('npm', ['pkg', 'get', 'version'], { cwd: cliDirectory })).stdout) as string;
  expect((await belfry('--version')).stdout).toContain(manifest);
  expect(JSON.parse((await belfry('inspect', session, '--json')).stdout)).toMatchObject({ records: 1, prompts: 1 });
});
