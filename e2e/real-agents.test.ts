import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MessagePage, SessionDetail, SessionView } from '@belfry/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, runCli, startBelfry } from './support/belfry-process.ts';
import { eventually } from './support/eventually.ts';
import { fetchAgents, type InstalledAgents } from './support/fetch-agents.ts';
import { type StandInModel, startStandInModel } from './support/stand-in-model.ts';

/** Runs an agent to its end; an open standard input would make some of them wait for more of the prompt. */
async function run(file: string, args: string[], options: { cwd: string; env: Record<string, string> }): Promise<void> {
  const running = promisify(execFile)(file, args, options);
  running.child.stdin?.end();
  await running;
}

const agents: InstalledAgents | undefined = await fetchAgents();
if (agents === undefined) console.error('SKIPPED: the real agents could not be fetched from the package registry.');

describe.skipIf(agents === undefined)('the real agents, on a scripted model', () => {
  const home = createBelfryHome();
  const work = join(home.userHome, 'tower');
  let belfry: RunningBelfry;
  let model: StandInModel;

  beforeAll(async () => {
    mkdirSync(work, { recursive: true });
    model = await startStandInModel();
    belfry = await startBelfry(home);
  }, 60_000);
  afterAll(async () => {
    await belfry.stop();
    await model.close();
    home.remove();
  });

  const sessions = async () =>
    (await belfry.api<{ items: SessionView[] }>('api/v1/sessions?includeSubagents=true')).items;
  const detail = (id: string) => belfry.api<SessionDetail>(`api/v1/sessions/${encodeURIComponent(id)}`);
  const messages = (id: string) =>
    belfry.api<MessagePage>(`api/v1/sessions/${encodeURIComponent(id)}/messages?edge=start`);

  const runClaude = (...args: string[]) =>
    run(agents?.claude ?? '', args, {
      cwd: work,
      env: {
        ...home.env,
        ANTHROPIC_BASE_URL: model.url,
        ANTHROPIC_API_KEY: 'stand-in',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_TELEMETRY: '1',
        DISABLE_ERROR_REPORTING: '1',
        DISABLE_AUTOUPDATER: '1',
      },
    });
  const runCodex = (...args: string[]) => {
    const options = ['--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox'];
    const env = { ...home.env, CODEX_HOME: home.codexRoot, TOWER_KEY: 'stand-in' };
    return run(agents?.codex ?? '', ['exec', ...options, ...args], { cwd: work, env });
  };

  test('Claude Code: prompt, subagent, its call and result, and totals are seen live', {
    timeout: 120_000,
  }, async () => {
    await runClaude('-p', 'script:task ring the bells', '--allowedTools', 'Bash Agent Task');
    const parent = await eventually(async () => {
      const found = (await sessions()).find((session) => session.agent === 'claude' && session.parentId === undefined);
      expect(found).toMatchObject({ prompts: 1, children: 1, pendingCalls: 0 });
      return found as SessionView;
    });
    expect(parent).toMatchObject({ project: 'tower', toolErrors: 0, sourceGone: false });
    const page = await messages(parent.id);
    expect(page.messages.find(({ variant }) => variant === 'prompt')?.preview).toBe('script:task ring the bells');
    const [spawn] = page.messages.flatMap(({ calls }) => calls);
    expect(spawn).toMatchObject({ kind: 'subagent', status: 'ok' });

    const child = (await sessions()).find(({ parentId }) => parentId === parent.id) as SessionView;
    expect(child).toMatchObject({ relation: 'subagent', toolCalls: 1, pendingCalls: 0 });
    expect(spawn?.childId).toBe(child.id);
    const [call] = (await messages(child.id)).messages.flatMap(({ calls }) => calls);
    expect(call).toMatchObject({ name: 'Bash', kind: 'shell', summary: 'echo eight-bells-ring', status: 'ok' });
    expect(call?.results[0]?.text).toContain('eight-bells-ring');

    // Every reply of the scripted model says the same usage, so totals are multiples of it.
    for (const { tokens } of [await detail(parent.id), child]) {
      const replies = tokens.output / 42;
      expect(Number.isInteger(replies) && replies >= 2, `${tokens.output} output tokens`).toBe(true);
      expect(tokens).toMatchObject({
        input: 7 * replies,
        cacheRead: 2000 * replies,
        cacheWrite5m: 100 * replies,
        cacheWrite1h: 200 * replies,
      });
    }
    expect((await belfry.api<{ items: unknown[] }>('api/v1/issues')).items).toEqual([]);
  });

  test('Codex: prompt, command, result, totals and quota are seen live', { timeout: 120_000 }, async () => {
    const config = `model = "gpt-5-codex"\nmodel_provider = "tower"\n[model_providers.tower]\nname = "tower"\nbase_url = "${model.url}/v1"\nwire_api = "responses"\nenv_key = "TOWER_KEY"\n`;
    writeFileSync(join(home.codexRoot, 'config.toml'), config);
    await runCodex('script:bash ring the bells');
    const session = await eventually(async () => {
      const found = (await sessions()).find(({ agent }) => agent === 'codex');
      expect(found).toMatchObject({ prompts: 1, toolCalls: 1, pendingCalls: 0 });
      expect(found?.tokens.output).toBe(66);
      return found as SessionView;
    });
    expect(session).toMatchObject({ project: 'tower', models: ['gpt-5-codex'] });
    // Two requests of 1,200 prompt tokens, 800 of them cached; reasoning is a part of the output.
    expect(session.tokens).toMatchObject({ input: 800, cacheRead: 1600, output: 66, reasoning: 8 });
    const page = await messages(session.id);
    expect(page.messages.filter(({ variant }) => variant === 'prompt').map(({ preview }) => preview)).toEqual([
      'script:bash ring the bells',
    ]);
    const [call] = page.messages.flatMap(({ calls }) => calls);
    expect(call).toMatchObject({ kind: 'shell', summary: 'echo eight-bells-ring', status: 'ok' });
    expect(call?.results[0]).toMatchObject({ exitCode: 0 });
    expect(call?.results[0]?.text).toContain('eight-bells-ring');
    expect(existsSync(join(home.codexRoot, 'sessions'))).toBe(true);
    expect((await belfry.api<{ items: unknown[] }>('api/v1/issues?agent=codex')).items).toEqual([]);
  });

  test('both take a session up again that was lost and that belfry has put back', { timeout: 180_000 }, async () => {
    const ofAgent = async (name: string) =>
      (await sessions()).find(({ agent, parentId }) => agent === name && !parentId);
    for (const [name, resume] of [
      ['claude', (id: string) => runClaude('--resume', id, '-p', 'script:say and once more')],
      ['codex', (id: string) => runCodex('resume', id, 'script:say and once more')],
    ] as const) {
      const session = (await ofAgent(name)) as SessionView;
      const before = await detail(session.id);
      const [transcript] = before.sources.map(({ root, path }) => join(root, path));
      const lost = before.sources
        .map(({ root, path }) => join(root, path))
        .filter((path) => !path.endsWith('index.jsonl'));
      const bytes = readFileSync(transcript ?? '');
      for (const path of lost) rmSync(path);

      const put = await runCli(home, 'restore', session.id, '--in-place', '--json');
      expect(put.stderr, put.stderr).toBe('');
      expect(readFileSync(transcript ?? '')).toEqual(bytes);
      await resume(session.id.slice(session.id.indexOf(':') + 1));
      await eventually(async () => {
        const after = await detail(session.id);
        expect(after.prompts).toBe(before.prompts + 1);
        expect(after.sources[0]?.generation).toBe(1);
        expect(after.sourceGone).toBe(false);
      });
    }
  });
});
