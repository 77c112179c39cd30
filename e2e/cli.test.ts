import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { cliEntry, type RunningBelfry, runCli, startBelfry } from './support/belfry-process.ts';
import { type ClaudeTranscript, startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

let home: BelfryHome;
let belfry: RunningBelfry;
let transcript: ClaudeTranscript;

beforeAll(async () => {
  home = createBelfryHome();
  transcript = startTranscript(home);
  transcript.prompt('Oil the bearings \u001b[31mof the bell');
  transcript.result(transcript.call('Bash', { command: 'oil --bearing north' }), 'oiled\n');
  transcript.reply('The bearings are oiled.');
  belfry = await startBelfry(home);
  await eventually(async () => {
    expect(await belfry.api('api/v1/stats')).toMatchObject({ sessions: 1, toolCalls: 1 });
  });
});

afterAll(async () => {
  await belfry.stop();
  home.remove();
});

test('every command has a help page and refuses what it does not know', async () => {
  for (const command of [
    'serve',
    'daemon start',
    'daemon logs',
    'open',
    'status',
    'sessions list',
    'doctor',
    'restore',
  ]) {
    const words = command.split(' ');
    expect(await runCli(home, ...words, '--help'), command).toMatchObject({ code: 0, stderr: '' });
    const refused = await runCli(home, ...words, '--no-such-flag');
    expect(refused, command).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain(`Read belfry ${command} --help.`);
  }
  expect((await runCli(home, 'serf')).stderr).toMatch(/^belfry: unknown command 'serf'/);
});

test('--json prints one JSON document, and nothing else, on standard output', async () => {
  for (const command of ['status', 'daemon status', 'daemon start', 'sessions list', 'doctor', 'open']) {
    const { code, stdout } = await runCli(home, ...command.split(' '), '--json');
    expect(code, command).toBe(0);
    expect(() => JSON.parse(stdout), command).not.toThrow();
  }
  const inspected = await runCli(home, 'inspect', transcript.path, '--json');
  expect(JSON.parse(inspected.stdout)).toMatchObject({ prompts: 1, toolCalls: 1, issues: [] });
  const shown = await runCli(home, 'sessions', 'show', transcript.id, '--json');
  for (const line of shown.stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('blocks');
});

test('status says where the daemon runs and what moved last, on standard output', async () => {
  const { stdout } = await runCli(home, 'status');
  expect(stdout).toContain(`runs at ${belfry.url}`);
  expect(stdout).toContain('The bearings are oiled.');
});

test('what a transcript says cannot steer the terminal', async () => {
  for (const args of [['sessions', 'list'], ['sessions', 'show', transcript.id], ['status']]) {
    const { code, stdout } = await runCli(home, ...args);
    expect(code).toBe(0);
    expect(stdout, args.join(' ')).toContain('of the bell');
    expect(stdout, args.join(' ')).not.toContain('\u001b');
  }
});

test('a session is meant by a piece of its id; none and several are told apart', async () => {
  expect((await runCli(home, 'sessions', 'show', transcript.id.slice(-8))).stdout).toContain('The bearings are oiled.');
  expect(await runCli(home, 'sessions', 'show', 'nobody')).toMatchObject({ code: 1, stdout: '' });
  expect((await runCli(home, 'sessions', 'list', '--agent', 'claud')).code).toBe(2);
});

test('restore gives the bytes of any file it read back, and asks before it replaces one', async () => {
  const original = readFileSync(transcript.path, 'utf8');
  expect((await runCli(home, 'restore', transcript.id)).stdout).toBe(original);
  expect((await runCli(home, 'restore', transcript.path)).stdout).toBe(original);
  const output = join(home.userHome, 'restored.jsonl');
  expect(JSON.parse((await runCli(home, 'restore', transcript.id, '-o', output, '--json')).stdout)).toMatchObject({
    path: output,
    bytes: Buffer.byteLength(original),
  });
  expect(readFileSync(output, 'utf8')).toBe(original);
  expect((await runCli(home, 'restore', transcript.id, '-o', output)).code).toBe(2);
  expect((await runCli(home, 'restore', transcript.id, '-o', output, '--force')).code).toBe(0);
  expect((await runCli(home, 'restore', transcript.id, '-o', join(home.userHome, 'no/where'))).stderr).toContain(
    'There is no directory',
  );
  expect((await runCli(home, 'restore', transcript.id, '--generation', '2')).stderr).toContain('never rewritten');
});

test('a vanished and a rewritten source are restored, also its older past', async () => {
  const other = startTranscript(home);
  other.prompt('First past');
  const first = readFileSync(other.path, 'utf8');
  await eventually(async () => expect((await runCli(home, 'restore', other.id)).stdout).toBe(first));
  writeFileSync(other.path, first.replace('First', 'Other'));
  await eventually(async () => expect((await runCli(home, 'restore', other.id)).stdout).toContain('Other past'));
  expect((await runCli(home, 'restore', other.id, '--generation', '1')).stdout).toBe(first);
  rmSync(other.path);
  await eventually(async () => {
    expect((await runCli(home, 'sessions', 'show', other.id)).stdout).toContain('gone from disk');
  });
  expect((await runCli(home, 'restore', other.id)).stdout).toContain('Other past');
});

test('doctor says what is watched, what is not and why, and counts issues by kind', async () => {
  appendFileSync(transcript.path, '{"broken\n');
  const report = await eventually(async () => {
    const { stdout } = await runCli(home, 'doctor', '--json');
    const parsed = JSON.parse(stdout) as {
      roots: { path: string; state: string; reason?: string }[];
      issues: unknown[];
    };
    expect(parsed.issues).toContainEqual(expect.objectContaining({ code: 'malformed-line', count: 1 }));
    return parsed;
  });
  expect(report.roots).toContainEqual(expect.objectContaining({ path: home.claudeRoot, state: 'watching' }));
  expect(report.roots).toContainEqual(
    expect.objectContaining({ state: 'absent', reason: expect.stringContaining('no such directory') }),
  );
  const { stdout } = await runCli(home, 'doctor');
  expect(stdout).toMatch(/Watched\n.*\n.*\.claude\n/);
  expect(stdout).toContain(join(home.directory, 'data', 'archive.db'));
});

test('a pipe that closes early is no failure', async () => {
  const child = spawn(process.execPath, [cliEntry, 'dump', '--canonical'], { env: home.env, stdio: 'pipe' });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('tail prints what happens, and says so when the daemon ends', async () => {
  const other = createBelfryHome();
  const daemon = await startBelfry(other);
  const live = startTranscript(other);
  live.prompt('Begin');
  await eventually(async () => expect(await daemon.api('api/v1/stats')).toMatchObject({ sessions: 1 }));
  const tail = spawn(process.execPath, [cliEntry, 'sessions', 'tail'], { env: other.env, stdio: 'pipe' });
  let [stdout, stderr] = ['', ''];
  tail.stdout.on('data', (text) => {
    stdout += text;
  });
  tail.stderr.on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise((resolve) => tail.once('close', resolve));
  await eventually(async () => expect(stderr).toContain('Waiting'));
  live.reply('The clock strikes.');
  await eventually(async () => expect(stdout).toContain('The clock strikes.'));
  await daemon.stop();
  expect(await ended).toBe(1);
  expect(stderr).toContain('does not answer any more');
  other.remove();
});

test('in an empty home every command says what to do', async () => {
  const empty = createBelfryHome();
  expect((await runCli(empty, 'status')).stdout).toContain('belfry daemon start');
  expect((await runCli(empty, 'daemon', 'logs')).stderr).toContain('There is no log yet');
  for (const args of [
    ['sessions', 'list'],
    ['sessions', 'show', 'x'],
    ['restore', 'x'],
    ['dump', '--canonical'],
  ]) {
    const { code, stdout, stderr } = await runCli(empty, ...args);
    expect({ code, stdout }, args.join(' ')).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('BELFRY_ARCHIVE_MISSING');
    expect(stderr).toContain('belfry serve');
  }
  expect((await runCli(empty, 'doctor')).stdout).toContain('There is none yet');
  expect(existsSync(empty.directory)).toBe(false);
  empty.remove();
});

test('the background daemon keeps its port over a restart, and no sign-in link in its log', async () => {
  const other = createBelfryHome();
  const started = JSON.parse((await runCli(other, 'daemon', 'start', '--port', '0', '--json')).stdout);
  const restarted = JSON.parse((await runCli(other, 'daemon', 'restart', '--json')).stdout);
  expect(restarted).toMatchObject({ state: 'restarted', url: started.url });
  expect(restarted.pid).not.toBe(started.pid);
  const { stdout } = await runCli(other, 'daemon', 'logs');
  expect(stdout).toContain('info   listening');
  expect(stdout).not.toContain('sign-in');
  await runCli(other, 'daemon', 'stop');
  other.remove();
});

test('a daemon that cannot start says why', async () => {
  const other = createBelfryHome();
  const refused = await runCli(other, 'daemon', 'start', '--port', new URL(belfry.url).port);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('is taken by');
  other.remove();
});

test('a wrong home, configuration or log level is named, with what belongs there', async () => {
  const wrong = (env: Record<string, string>) => runCli({ ...home, env: { ...home.env, ...env } }, 'serve');
  expect(await wrong({ BELFRY_HOME: 'relative' })).toMatchObject({ code: 2 });
  expect((await wrong({ BELFRY_LOG: 'loud' })).stderr).toContain('debug, info, warn, error');
  const other = createBelfryHome();
  const file = join(other.directory, 'config.toml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'hosst = "x"\n');
  expect((await runCli(other, 'status')).stderr).toContain('did you mean "host"?');
  other.remove();
});
