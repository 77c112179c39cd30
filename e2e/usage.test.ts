import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { cliEntry, type RunningBelfry, runCli, startBelfry } from './support/belfry-process.ts';
import { type ClaudeTranscript, startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

interface Report {
  totals: { outputTokens: number; costMicros: number };
  freshness: { from: string; filesRead: number };
}

let home: BelfryHome;
let transcript: ClaudeTranscript;

beforeAll(() => {
  home = createBelfryHome();
  transcript = startTranscript(home);
  transcript.prompt('How high is the tower?');
  transcript.reply('Forty steps.');
});
afterAll(() => home.remove());

const daily = async (...flags: string[]) =>
  JSON.parse((await runCli(home, 'usage', 'daily', '--json', ...flags)).stdout) as Report;

describe('without an archive', () => {
  test('a report reads the files, and says so', async () => {
    expect(await daily()).toMatchObject({ totals: { outputTokens: 5 }, freshness: { from: 'files', filesRead: 1 } });
    expect(existsSync(join(home.directory, 'data'))).toBe(false);
  });

  test.each([
    [['usage', 'daily', '--timezone', 'Foo/Bar'], 2, /time zone/],
    [['usage', 'daily', '--since', '2026-02-02', '--until', '2026-01-01'], 2, /ends before it/],
    [['usage', 'daily', '--since', '2026-02-30'], 2, /is not a day/],
    [['usage', 'daily', '--no-such-flag'], 2, /Read belfry usage --help/],
    [['usage', 'daly'], 2, /unknown command 'daly'/],
    [['usage', 'session', '--id', 'nope'], 1, /No session is called "nope"/],
    [['usage', 'daily', '--agent', 'nope'], 2, /no agent "nope"/],
    [['ccusage', 'opencode'], 2, /does not read opencode/],
    [['usage', 'daily', '--jq', '.totals['], 2, /jq does not accept/],
    [['usage', 'blocks', '--session-length', '0'], 2, /is not a length/],
  ] as const)('%j is refused with a word why', async (args, code, why) => {
    const refused = await runCli(home, ...args);
    expect(refused).toMatchObject({ code, stdout: '' });
    expect(refused.stderr).toMatch(why);
    if (args.some((arg) => arg.startsWith('--jq'))) return;
    const json = await runCli(home, ...args, '--json');
    expect(json.code).toBe(code);
    expect(JSON.parse(json.stderr)).toHaveProperty('error.message');
  });

  test('an unknown session is null for scripts of ccusage', async () => {
    expect(await runCli(home, 'ccusage', 'session', '--id', 'nope', '--json')).toMatchObject({
      code: 0,
      stdout: 'null\n',
    });
  });

  test('one session is told request by request', async () => {
    const { stdout } = await runCli(home, 'ccusage', 'session', '--id', transcript.sessionId, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ sessionId: transcript.sessionId, entries: [{ outputTokens: 5 }] });
  });

  test('JSON goes through jq', async () => {
    expect((await runCli(home, 'usage', '--jq', '.totals.outputTokens')).stdout).toBe('5\n');
    expect((await runCli(home, 'ccusage', '--jq', '.daily[0].period == .daily[0].date')).stdout).toBe('true\n');
  });

  test('a reader that closes the pipe is no failure', async () => {
    const child = spawn(process.execPath, [cliEntry, 'usage', 'daily', '--json'], { env: home.env });
    child.stdout.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('official windows stand beside the inferred ones, none as long as no agent was told of any', async () => {
    const { stdout } = await runCli(home, 'usage', 'blocks', '--official', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ blocks: [{ isActive: true }], official: [] });
  });

  test('nothing to show is no failure', async () => {
    const empty = createBelfryHome();
    expect(await runCli(empty, 'usage')).toMatchObject({ code: 0, stdout: '', stderr: 'No usage found.\n' });
    expect(JSON.parse((await runCli(empty, 'usage', 'blocks', '--json')).stdout)).toMatchObject({ blocks: [] });
    empty.remove();
  });

  test('every report has a help page', async () => {
    for (const report of ['daily', 'weekly', 'monthly', 'session', 'blocks', 'statusline']) {
      for (const alias of ['usage', 'ccusage']) {
        const help = await runCli(home, alias, report, '--help');
        expect(help, `${alias} ${report}`).toMatchObject({ code: 0, stderr: '' });
        expect(help.stdout).toContain(`Usage: belfry ${alias} ${report} [options]`);
      }
    }
  });

  test('where agents say another cost than prices is told beside the report, as often as asked', async () => {
    const told = createBelfryHome();
    const early = startTranscript(told);
    for (const costUSD of [1, 2, 3]) {
      const usage = { input_tokens: 1, output_tokens: 1 };
      const message = { id: `msg_${costUSD}`, role: 'assistant', model: 'claude-opus-4-5', content: [], usage };
      const ids = { sessionId: early.sessionId, uuid: `u${costUSD}`, requestId: `req_${costUSD}` };
      const timestamp = '2026-03-03T09:00:00.000Z';
      early.raw(`${JSON.stringify({ type: 'assistant', ...ids, timestamp, message, costUSD })}\n`);
    }
    const { stdout, stderr } = await runCli(told, 'usage', '--json', '--debug', '--debug-samples', '2');
    told.remove();
    expect(JSON.parse(stdout)).toMatchObject({ totals: { reportedCostMicros: 6_000_000 } });
    expect(stderr).toContain('Of 3 requests with a reported cost 3 differ from prices.');
    expect(stderr.match(/reported \$\d\.0{6}, at prices \$\d\.\d{6}$/gm)).toEqual([
      expect.stringContaining('reported $3'),
      expect.stringContaining('reported $2'),
    ]);
  });

  test('a table fits the terminal it is for', async () => {
    const { stdout } = await runCli(home, 'usage', 'daily', '--breakdown', '--compact');
    expect(stdout).toMatch(/^period +models +input +output +total +cost\n/);
    expect(stdout).not.toContain('\u001b');
  });
});

describe('with a daemon', () => {
  let belfry: RunningBelfry;
  beforeAll(async () => {
    belfry = await startBelfry(home);
    await eventually(async () => {
      expect(await belfry.api('api/v1/stats')).toMatchObject({ sessions: 1 });
    });
  });
  afterAll(() => belfry.stop());

  test('a report holds what was written a moment ago, and agrees with the page to the micro-dollar', async () => {
    transcript.reply('And one more.');
    const report = await daily();
    expect(report).toMatchObject({ totals: { outputTokens: 10 }, freshness: { from: 'archive' } });
    await eventually(async () => {
      const page = await belfry.api<Report>('api/v1/usage/summary?all=true&timezone=UTC');
      expect(page.totals.outputTokens).toBe(10);
      expect(page.totals.costMicros).toBe(report.totals.costMicros);
    });
    await eventually(async () => expect((await daily()).freshness.filesRead).toBe(0));
  });

  test.each([
    ['summary?timezone=Foo/Bar', 400, 'BELFRY_BAD_REQUEST'],
    ['summary?timezone=UTC&from=2026-02-02&to=2026-01-01', 400, 'BELFRY_BAD_REQUEST'],
    ['summary?timezone=UTC&from=2026-02-30', 400, 'BELFRY_BAD_REQUEST'],
    ['sessions?timezone=UTC&limit=many', 400, 'BELFRY_BAD_REQUEST'],
    ['blocks?timezone=Foo/Bar', 400, 'BELFRY_BAD_REQUEST'],
    ['../sessions/claude%3Anope/usage', 404, 'BELFRY_NOT_FOUND'],
  ])('a request for %s is refused as %i with a word why', async (path, status, code) => {
    const headers = { authorization: `Bearer ${belfry.secret()}` };
    const response = await fetch(new URL(`api/v1/usage/${path}`, belfry.url), { headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, title: expect.stringMatching(/\w+ \w+/) });
  });

  test('an archive nothing was ever read into is no failure', async () => {
    const empty = createBelfryHome();
    const idle = await startBelfry(empty);
    try {
      await eventually(async () =>
        expect(await idle.api('api/v1/sync')).toMatchObject({ progress: { phase: 'idle' } }),
      );
      const { stdout, ...report } = await runCli(empty, 'usage', 'daily', '--json');
      expect(report).toMatchObject({ code: 0 });
      expect(JSON.parse(stdout)).toMatchObject({
        daily: [],
        totals: { outputTokens: 0 },
        freshness: { from: 'archive' },
      });
      expect(await runCli(empty, 'usage')).toMatchObject({ code: 0, stdout: '', stderr: 'No usage found.\n' });
      const page = await idle.api<Report>('api/v1/usage/summary?all=true&timezone=UTC');
      expect(page.totals).toMatchObject({ outputTokens: 0, costMicros: 0 });
    } finally {
      await idle.stop();
      empty.remove();
    }
  });

  test('the running block is shown until nobody wants to see it', async () => {
    const child = spawn(process.execPath, [cliEntry, 'usage', 'blocks', '--active', '--live'], { env: home.env });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
    });
    await eventually(() => expect(shown).toContain('active,'));
    const before = shown.length;
    transcript.reply('Somebody climbs it.');
    await eventually(() => expect(shown.slice(before)).toContain('active,'));
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test.skipIf(process.platform === 'win32')('a status line is read from what the daemon keeps', async () => {
    const client = join(home.userHome, 'status line');
    const installed = await runCli(home, 'usage', 'statusline', '--install-client', client, '--no-color');
    expect(JSON.parse(installed.stdout)).toEqual({ statusLine: { type: 'command', command: `'${client}'` } });
    expect(statSync(client).mode & 0o777).toBe(0o700);
    const payload = JSON.stringify({
      session_id: transcript.sessionId,
      model: { display_name: 'Opus' },
      cost: { total_cost_usd: 1 },
    });
    const line = () => execFileSync(client, { input: payload, env: { PATH: '/nowhere' }, encoding: 'utf8' });
    transcript.reply('The bell rings.');
    await eventually(() =>
      expect(line()).toMatch(/^Opus \| \$1\.00 session \/ \$\d+\.\d\d today \/ \$\d+\.\d\d block until \d\d:\d\d/),
    );
    const command = () =>
      execFileSync(process.execPath, [cliEntry, 'usage', 'statusline', '--no-color'], {
        input: payload,
        env: home.env,
        encoding: 'utf8',
      });
    await eventually(() => expect(command()).toBe(line()));
    await belfry.stop();
    expect(line()).toBe('Opus | $1.00 session | belfry is not running\n');
    expect(command()).toMatch(/today.*\| belfry is not running\n$/);
  });

  test('a status line never begins to read files', async () => {
    const before = readFileSync(join(home.directory, 'data/archive.db')).length;
    writeFileSync(transcript.path, '');
    const payload = JSON.stringify({ session_id: 'x', model: { display_name: 'Opus' } });
    const options = { input: payload, env: home.env, encoding: 'utf8' } as const;
    expect(execFileSync(process.execPath, [cliEntry, 'usage', 'statusline', '--no-color'], options)).toMatch(
      /^Opus \| \$\? session/,
    );
    expect(readFileSync(join(home.directory, 'data/archive.db')).length).toBe(before);
    const refused = await runCli(home, 'usage', 'statusline', '--context-low-threshold', 'much');
    expect(refused.code).toBe(2);
  });

  test('a status line that is given nothing fails in one line', async () => {
    const child = spawn(process.execPath, [cliEntry, 'usage', 'statusline'], { env: home.env });
    child.stdin.end('no JSON');
    expect(await once(child, 'exit')).toEqual([1, null]);
  });
});
