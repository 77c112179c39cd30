import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Block } from '@belfry/core';
import { inspectSources, readSessions, type SessionRecord } from '@belfry/ingest';
import { describe, expect, onTestFinished, test } from 'vitest';
import { toDemoHome } from './demo-environment.ts';
import { writeDemo } from './write-demo.ts';

const nowMs = Date.UTC(2026, 2, 31, 14, 30);

function aDemo(atMs = nowMs) {
  const directory = mkdtempSync(join(tmpdir(), 'belfry-demo-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const home = toDemoHome({ BELFRY_HOME: directory }, 'linux', directory);
  const live = writeDemo(home, atMs);
  const read = async () => {
    const sessions: SessionRecord[] = [];
    for await (const session of readSessions({ environment: toEnvironment(home), machine: 'demo' })) {
      sessions.push(session);
    }
    return sessions;
  };
  return { home, live, read };
}

function toEnvironment({ userHome, env }: ReturnType<typeof toDemoHome>) {
  return { home: userHome, platform: 'linux' as const, env };
}

/** Content of every file by its path. */
function filesOf(directory: string): Record<string, string> {
  const found = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    found
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(directory.length), readFileSync(path, 'utf8')]),
  );
}

const issuesIn = (directory: string) => [...inspectSources(directory)].flatMap(({ issues }) => issues);
const blocksOf = (sessions: SessionRecord[], type: Block['type']) =>
  sessions.flatMap(({ messages }) => messages.flatMap(({ blocks }) => blocks.filter((block) => block.type === type)));

describe('the demo', () => {
  test('is the same each time it is written', () => {
    const files = filesOf(aDemo().home.userHome);
    expect(Object.keys(files).length).toBeGreaterThan(100);
    expect(filesOf(aDemo().home.userHome)).toEqual(files);
  });

  test('is written as the agents write, and shows all that belfry knows to show', async () => {
    const { home, read } = aDemo();
    expect(issuesIn(home.userHome)).toEqual([]);
    const sessions = await read();
    const top = sessions.filter(({ relation }) => relation !== 'subagent');
    expect(new Set(top.map(({ agent }) => agent))).toEqual(new Set(['claude', 'codex']));
    expect(sessions.length - top.length).toBeGreaterThan(20);
    const days = new Set(top.map(({ startedAt }) => startedAt?.slice(0, 10)));
    expect(days.size).toBeGreaterThan(25);
    expect([...days].sort()[0]).toBe('2026-02-23');
    for (const type of ['image', 'thinking', 'tool-call', 'tool-result'] as const)
      expect(blocksOf(sessions, type).length, type).toBeGreaterThan(0);
    const calls = sessions.flatMap(({ toolCalls }) => toolCalls);
    expect(calls.filter(({ status }) => status === 'error').length).toBeGreaterThan(10);
    expect(calls.filter(({ outcome }) => /[+−-]\d/.test(outcome)).length).toBeGreaterThan(10);
    expect(calls.filter(({ status, name }) => status === 'pending' && name === 'AskUserQuestion')).toHaveLength(1);
    expect(sessions.filter(({ countedTokens }) => countedTokens.output === 0).map(({ title }) => title)).toEqual([]);
  });

  test('knows no time to come, whenever it is begun', async () => {
    for (const hour of [0, 9, 23]) {
      const atMs = Date.UTC(2026, 2, 31, hour, 10);
      const { read } = aDemo(atMs);
      const latest = (await read())
        .map(({ lastAt = '' }) => lastAt)
        .sort()
        .at(-1);
      expect(Date.parse(latest ?? '')).toBeLessThanOrEqual(atMs);
    }
  });

  test('goes on: steps of its live sessions are lines that agents would write', async () => {
    const { home, live, read } = aDemo();
    const before = filesOf(home.userHome);
    const told = (await read()).reduce((sum, { messages }) => sum + messages.length, 0);
    expect(live.filter(({ steps }) => steps.length > 0)).toHaveLength(3);
    for (const { writer, steps } of live) {
      writer.pace = 0;
      for (const step of [...steps, ...steps]) {
        writer.atMs += 5_000;
        writer.step(step);
      }
    }
    const after = filesOf(home.userHome);
    for (const [path, text] of Object.entries(before)) expect(after[path]?.startsWith(text), path).toBe(true);
    expect(issuesIn(home.userHome)).toEqual([]);
    expect((await read()).reduce((sum, { messages }) => sum + messages.length, 0)).toBeGreaterThan(told + 50);
  });
});

describe('the home of the demo', () => {
  const env = {
    PATH: '/bin',
    HOME: '/home/ada',
    CLAUDE_CONFIG_DIR: '/home/ada/.claude',
    CODEX_HOME: '/home/ada/.codex',
    XDG_DATA_HOME: '/home/ada/data',
    BELFRY_MACHINE: 'tower',
    BELFRY_PORT: '7800',
  };

  test('lies in the data of belfry, and nothing leads from it to real agents', () => {
    const { directory, env: own } = toDemoHome(env, 'linux', '/home/ada');
    expect(directory).toBe('/home/ada/data/belfry/demo');
    expect(own).toEqual({
      PATH: '/bin',
      BELFRY_PORT: '7800',
      HOME: `${directory}/user`,
      BELFRY_HOME: `${directory}/belfry`,
      BELFRY_MACHINE: 'demo',
    });
  });
});
