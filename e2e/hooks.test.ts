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

function codexConfig(url: string): string {
  return `model = "gpt-5-codex"\nmodel_provider = "tower"\n\n[model_providers.tower]\nname = "tower"\nbase_url = "${url}/v1"\nwire_api = "responses"\nenv_key = "TOWER_KEY"\n`;
}

describe.skipIf(agents === undefined)('hooks in the real agents, on a scripted model', () => {
  const home = createBelfryHome();
  home.env.BELFRY_LOG = 'debug';
  const work = join(home.userHome, 'tower');
  const settings = join(home.claudeRoot, 'settings.json');
  const original = '{ "model": "opus" }\n';
  const config = join(home.codexRoot, 'config.toml');
  let originalConfig = '';
  let belfry: RunningBelfry;
  let model: StandInModel;

  beforeAll(async () => {
    mkdirSync(work, { recursive: true });
    writeFileSync(settings, original);
    model = await startStandInModel();
    originalConfig = codexConfig(model.url);
    writeFileSync(config, originalConfig);
    const installed = await runCli(home, 'hooks', 'install', '--json');
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

  test('Codex says by hooks what it does, and by notify that its turn has ended', async () => {
    const before = heard().length;
    const options = ['--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox'];
    // Somebody who sits before it is asked whether hooks are to be trusted.
    const args = ['exec', ...options, '--dangerously-bypass-hook-trust', 'script:bash ring the bells'];
    const env = { ...home.env, CODEX_HOME: home.codexRoot, TOWER_KEY: 'stand-in' };
    const running = promisify(execFile)(agents?.codex ?? '', args, { cwd: work, env });
    running.child.stdin?.end();
    await running;
    const ofCodex = ['SessionStart', 'UserPromptSubmit', 'PreToolUse', 'PostToolUse', 'Stop', 'agent-turn-complete'];
    await eventually(() => expect(eventsSince(before)).toEqual(expect.arrayContaining(ofCodex)));
  });

  test('what it said while nobody listened is heard later, once', async () => {
    await belfry.stop();
    const before = heard().length;
    await claude('-p', 'script:bash ring again', '--allowedTools', 'Bash');
    const spool = join(home.directory, 'state/spool/hooks');
    expect(readdirSync(spool).length).toBeGreaterThanOrEqual(whole.length);
    belfry = await startBelfry(home);
    // The session before may have said its end only now.
    await eventually(() => expect(eventsSince(before).slice(-whole.length)).toEqual(whole));
    await eventually(() => expect(readdirSync(spool)).toEqual([]));
    expect((await belfry.api<{ items: unknown[] }>('api/v1/issues')).items).toEqual([]);
  });

  test('its settings are as they were when belfry leaves them', async () => {
    const status = await runCli(home, 'hooks', 'status', '--json');
    const { files } = JSON.parse(status.stdout) as { files: { path: string; upToDate: boolean }[] };
    expect(files.map(({ path, upToDate }) => [path, upToDate])).toEqual([
      [settings, true],
      [join(home.codexRoot, 'hooks.json'), true],
      [config, true],
    ]);
    const gone = await runCli(home, 'hooks', 'uninstall');
    expect(gone.stderr).toBe('');
    expect(readFileSync(settings, 'utf8')).toBe(original);
    expect(readFileSync(config, 'utf8')).toBe(originalConfig);
    expect(existsSync(join(home.codexRoot, 'hooks.json'))).toBe(false);
  });
});
