import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, runCli, startBelfry } from './support/belfry-process.ts';
import { eventually } from './support/eventually.ts';
import { fetchAgents, type InstalledAgents } from './support/fetch-agents.ts';
import { type StandInModel, startStandInModel } from './support/stand-in-model.ts';
import { openTerminal } from './support/terminal.ts';

interface Heard {
  type: string;
  session: string;
  event?: string;
  kind?: string;
}

const agents: InstalledAgents | undefined = await fetchAgents();
if (agents === undefined) console.error('SKIPPED: the real agents could not be fetched from the package registry.');

describe.skipIf(agents === undefined)('hooks in the real Claude Code, on a scripted model', () => {
  const home = createBelfryHome();
  home.env.BELFRY_LOG = 'debug';
  const work = join(home.userHome, 'tower');
  const settings = join(home.claudeRoot, 'settings.json');
  const original = '{ "model": "opus" }\n';
  let belfry: RunningBelfry;
  let model: StandInModel;

  beforeAll(async () => {
    mkdirSync(work, { recursive: true });
    writeFileSync(settings, original);
    model = await startStandInModel();
    const installed = await runCli(home, 'hooks', 'install', '--agent', 'claude', '--json');
    expect(installed.code, installed.stderr).toBe(0);
    belfry = await startBelfry(home);
  }, 60_000);
  afterAll(async () => {
    await belfry.stop();
    await model.close();
    home.remove();
  });

  const env = () => ({
    ...home.env,
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: 'stand-in',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
    DISABLE_AUTOUPDATER: '1',
  });
  const claude = async (...args: string[]) => {
    const running = promisify(execFile)(agents?.claude ?? '', args, { cwd: work, env: env() });
    running.child.stdin?.end();
    await running;
  };
  /** As the daemon's log tells it. */
  const heard = (): Heard[] =>
    readFileSync(join(home.directory, 'logs', 'belfry.log'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"msg":"heard"'))
      .map((line) => JSON.parse(line) as Heard);
  const eventsSince = (before: number) =>
    heard()
      .slice(before)
      .flatMap(({ event }) => event ?? []);
  const whole = ['SessionStart', 'UserPromptSubmit', 'PreToolUse', 'PostToolUse', 'Stop', 'SessionEnd'];

  test('a session is heard from its start to its end, in order', async () => {
    await claude('-p', 'script:bash ring the bells', '--allowedTools', 'Bash');
    await eventually(() => expect(eventsSince(0)).toEqual(whole));
    expect(new Set(heard().map(({ session }) => session)).size).toBe(1);
  });

  test('what it asks is heard while it asks, and that it goes on when it is answered', async () => {
    const trusted = { hasTrustDialogAccepted: true };
    const state = {
      hasCompletedOnboarding: true,
      theme: 'dark',
      customApiKeyResponses: { approved: ['stand-in'], rejected: [] },
      projects: { [work]: trusted },
    };
    writeFileSync(join(home.userHome, '.claude.json'), JSON.stringify(state));
    const before = heard().length;
    const options = { cwd: work, env: { ...env(), TERM: 'xterm-256color', LANG: 'C.UTF-8' } };
    const terminal = openTerminal([agents?.claude ?? '', '--permission-mode', 'default'], options);
    if (terminal === undefined) {
      console.error('SKIPPED: there is no tmux, so nobody can be asked.');
      return;
    }
    try {
      await eventually(() => expect(eventsSince(before)).toContain('SessionStart'), 30_000);
      await eventually(() => expect(terminal.screen()).toMatch(/^❯/m), 30_000);
      terminal.type('script:touch ring the bells');
      await eventually(() => expect(terminal.screen()).toContain('script:touch'));
      terminal.press('Enter');
      await eventually(
        () => expect(heard().slice(before)).toContainEqual(expect.objectContaining({ kind: 'permission-asked' })),
        30_000,
      );
      expect(existsSync(join(work, 'bells-were-rung'))).toBe(false);
      // A key that comes in the moment in which the question is drawn is lost.
      await eventually(async () => {
        if (terminal.screen().includes('1. Yes')) terminal.press('Enter');
        await new Promise((resolve) => setTimeout(resolve, 500));
        expect(eventsSince(before)).toContain('Stop');
      }, 30_000);
      expect(eventsSince(before)).toContain('PostToolUse');
      expect(
        heard()
          .slice(before)
          .map(({ type }) => type),
      ).toContain('status-line');
      expect(existsSync(join(work, 'bells-were-rung'))).toBe(true);
    } finally {
      terminal.close();
    }
  });

  test('what it said while nobody listened is heard later, once', async () => {
    await eventually(() => expect(eventsSince(0).at(-1)).toBe('SessionEnd'));
    await belfry.stop();
    const before = heard().length;
    await claude('-p', 'script:bash ring again', '--allowedTools', 'Bash');
    const spool = join(home.directory, 'state/spool/hooks');
    expect(readdirSync(spool)).toHaveLength(whole.length);
    belfry = await startBelfry(home);
    await eventually(() => expect(eventsSince(before)).toEqual(whole));
    await eventually(() => expect(readdirSync(spool)).toEqual([]));
    expect((await belfry.api<{ items: unknown[] }>('api/v1/issues')).items).toEqual([]);
  });

  test('its settings are as they were when belfry leaves them', async () => {
    const status = await runCli(home, 'hooks', 'status', '--json');
    expect(JSON.parse(status.stdout).files[0]).toMatchObject({ path: settings, upToDate: true });
    const gone = await runCli(home, 'hooks', 'uninstall');
    expect(gone.stderr).toBe('');
    expect(readFileSync(settings, 'utf8')).toBe(original);
  });
});
