import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);
const cliDirectory = join(import.meta.dirname, '../apps/cli');
const unreachable = /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENETUNREACH/;

/** The oldest Node that is promised and the newest there is; the one that runs this test stands between them. */
const otherNodes = ['22.22.0', '26.10.0'];

/** Runs an npm command; a registry that cannot be reached skips the test, loudly. */
async function npm(skip: (note: string) => void, node: string, ...args: string[]): Promise<void> {
  const cli = realpathSync((await run('sh', ['-c', 'command -v npm'])).stdout.trim());
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  await run(node, [cli, ...args, '--no-audit', '--no-fund'], { env }).catch((error: { stderr?: string }) => {
    if (unreachable.test(String(error.stderr))) skip('the npm registry cannot be reached');
    throw error;
  });
}

it.for([process.versions.node, ...otherNodes])(
  'installs from a packed tarball and runs on Node %s',
  async (version, { skip }) => {
    const directory = mkdtempSync(join(tmpdir(), 'belfry-install-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    let node = process.execPath;
    if (version !== process.versions.node) {
      const source = `node-${process.platform}-${process.arch}@${version}`;
      await npm(skip, node, 'install', `--prefix=${join(directory, 'node')}`, '--ignore-scripts', `node@npm:${source}`);
      node = join(directory, 'node/node_modules/node/bin/node');
    }

    await run('npm', ['pack', '--pack-destination', directory], { cwd: cliDirectory });
    const [tarball = ''] = readdirSync(directory).filter((name) => name.endsWith('.tgz'));
    const prefix = join(directory, 'prefix');
    await npm(skip, node, 'install', '--global', `--prefix=${prefix}`, join(directory, tarball));

    const home = join(directory, 'home');
    const sessions = join(directory, '.claude/projects/-tmp-tower');
    mkdirSync(sessions, { recursive: true });
    const session = join(sessions, '00000000-0000-4000-8000-000000000000.jsonl');
    const line = { type: 'user', uuid: 'u1', sessionId: '00000000-0000-4000-8000-000000000000' };
    writeFileSync(session, `${JSON.stringify({ ...line, message: { role: 'user', content: 'Ring the bell' } })}\n`);

    const env = { PATH: `${dirname(node)}:${process.env.PATH}`, HOME: directory, BELFRY_HOME: home };
    const belfry = (...args: string[]) => run(join(prefix, 'bin/belfry'), args, { env });
    const manifest = JSON.parse((await run('npm', ['pkg', 'get', 'version'], { cwd: cliDirectory })).stdout) as string;
    expect((await belfry('--version')).stdout).toContain(manifest);
    expect(JSON.parse((await belfry('inspect', session, '--json')).stdout)).toMatchObject({ records: 1, prompts: 1 });

    // The daemon opens the archive, which is where a native module of the wrong Node would show.
    await belfry('daemon', 'start', '--port', '0');
    onTestFinished(async () => void (await belfry('daemon', 'stop')));
    await expect
      .poll(async () => JSON.parse((await belfry('sessions', 'list', '--json')).stdout).items, { timeout: 20_000 })
      .toMatchObject([{ title: 'Ring the bell' }]);
  },
);
