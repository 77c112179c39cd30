import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { RequestFact, SourceRef } from '@belfry/core';
import { describe, expect, it } from 'vitest';
import { agents } from './agents/registry.ts';
import { readSource } from './read-source.ts';
import { createUsageReader } from './read-usage.ts';
import { createMemorySource } from './testing/memory-source.ts';

const samples = process.env.BELFRY_SAMPLES ?? resolve(import.meta.dirname, '../../../../shared/samples');
const [claude, codex] = ['claude', 'codex'].map((name) => agents.find(({ id }) => id === name));
if (!claude || !codex) throw new Error('Claude Code or Codex is not registered');

const session = '11111111-2222-4333-8444-555555555555';
const aTranscript = (path = `projects/-home-ada/${session}.jsonl`): SourceRef => ({
  machine: 'here',
  root: '/home/ada/.claude',
  path,
  agent: 'claude',
  format: 'jsonl',
  role: 'transcript',
});

let clock = 0;
function aLine(fields: Record<string, unknown>): string {
  clock += 1000;
  const envelope = { sessionId: session, cwd: '/home/ada/shop', gitBranch: 'main', uuid: `u${clock}` };
  return JSON.stringify({ ...envelope, timestamp: new Date(1.75e12 + clock).toISOString(), ...fields });
}
const aReply = (id: string, more: Record<string, unknown> = {}) =>
  aLine({
    type: 'assistant',
    requestId: `req_${id}`,
    message: { id, role: 'assistant', model: 'claude-opus-4-5', content: [], usage: { output_tokens: 7 } },
    ...more,
  });
const aPrompt = (more: Record<string, unknown> = {}) =>
  aLine({ type: 'user', message: { role: 'user', content: 'x'.repeat(500) }, ...more });

function counted(lines: readonly string[], source = aTranscript()) {
  const memory = createMemorySource(`${lines.join('\n')}\n`);
  const reading = createUsageReader({ open: memory.open }).read(claude as never, source);
  const parsed: RequestFact[] = [];
  for (const batch of readSource({ agent: claude as never, open: memory.open }, source, undefined)) {
    for (const fact of batch.facts) if (fact.type === 'request') parsed.push(fact);
  }
  expect(reading.requests).toEqual(parsed);
  return { ...reading, opened: memory.counts.opened };
}

describe('reading requests only', () => {
  it('opens a file once when it can be skimmed', () => {
    const { requests, opened } = counted([aPrompt(), aReply('a'), aPrompt(), aReply('b')]);
    expect(requests.map(({ key }) => key)).toEqual(['a:req_a', 'b:req_b']);
    // Once here, once by the full parse it is compared with.
    expect(opened).toBe(2);
  });

  it('reads a file whole in which subagents speak between the lines of their parent', () => {
    const side = { isSidechain: true };
    const { requests, opened } = counted([
      aPrompt(),
      aReply('a'),
      aPrompt({ ...side, uuid: 'side-1', parentUuid: null }),
      aReply('b', { ...side, parentUuid: 'side-1' }),
    ]);
    expect(requests.map((request) => request.session)).toEqual([session, `${session}/side-1`]);
    expect(opened).toBe(3);
  });

  it('counts the requests that progress of a subagent repeats in the subagent’s session', () => {
    const progress = aLine({
      type: 'progress',
      data: { type: 'agent_progress', agentId: 'a1', message: JSON.parse(aReply('p')) as unknown },
    });
    expect(counted([aPrompt(), progress]).requests.map((request) => request.session)).toEqual([`${session}/a1`]);
  });

  it('follows the sessions of a file that holds several', () => {
    const other = { sessionId: '99999999-2222-4333-8444-555555555555' };
    const lines = [aPrompt(), aReply('a'), aPrompt(other), aReply('b', other)];
    const { requests } = counted(lines, aTranscript('projects/-home-ada/copies.jsonl'));
    expect(new Set(requests.map((request) => request.session)).size).toBe(2);
  });

  it('says where the session works and on which branch it ended', () => {
    const { patches } = counted([aPrompt(), aReply('a'), aPrompt({ gitBranch: 'fix' }), aPrompt({ gitBranch: 'b2' })]);
    expect(patches.map(({ patch }) => patch.cwd).find((cwd) => cwd !== undefined)).toBe('/home/ada/shop');
    expect(patches.map(({ patch }) => patch.branch).findLast((branch) => branch !== undefined)).toBe('b2');
  });

  it('does not count replies no model gave', () => {
    const made = { id: 's', model: '<synthetic>', usage: { output_tokens: 0 }, content: [] };
    expect(counted([aPrompt(), aReply('s', { message: made }), aLine({ message: made })]).requests).toEqual([]);
  });

  it('finds nothing in a file that is gone, and in side files', () => {
    const directory = mkdtempSync(join(tmpdir(), 'belfry-usage-'));
    const source = { ...aTranscript('gone.jsonl'), root: directory };
    const reader = createUsageReader();
    expect(reader.read(claude, source)).toEqual({ requests: [], patches: [], error: 'missing' });
    writeFileSync(join(directory, 'side.jsonl'), aReply('a'));
    expect(reader.read(claude, { ...source, path: 'side.jsonl', role: 'sidecar' }).requests).toEqual([]);
    rmSync(directory, { recursive: true });
  });
});

describe('reading requests of Codex only', () => {
  const thread = '019fbcc4-2900-7000-8000-000000000001';
  const source: SourceRef = {
    machine: 'here',
    root: '/home/ada/.codex',
    path: `sessions/2026/08/01/rollout-2026-08-01T10-00-00-${thread}.jsonl`,
    agent: 'codex',
    format: 'jsonl',
    role: 'transcript',
  };
  const line = (type: string, payload: object) => JSON.stringify({ timestamp: '2026-08-01T10:00:00Z', type, payload });
  const say = (text: string) =>
    line('response_item', { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] });
  const turn = (n: number, model: string) => line('turn_context', { turn_id: `turn-${n}`, model, cwd: '/home/ada' });
  const count = (total: number) => {
    const info = { total_token_usage: { input_tokens: total }, last_token_usage: { input_tokens: 10 } };
    return line('event_msg', { type: 'token_count', info });
  };
  const tier = (service_tier: string | null) =>
    line('event_msg', { type: 'thread_settings_applied', thread_settings: { service_tier } });

  function read(lines: readonly string[]) {
    const memory = createMemorySource(`${lines.join('\n')}\n`);
    const { requests } = createUsageReader({ open: memory.open }).read(codex as never, source);
    return {
      requests: requests.map(({ key, model, priceClass, tokens }) => [key, model, priceClass, tokens.input]),
      opened: memory.counts.opened,
    };
  }

  it('looks at nothing but counters and what names and prices them', () => {
    const noise = say('counted "token_count"'.repeat(500));
    const lines = [
      line('session_meta', { id: thread, cwd: '/home/ada' }),
      ...[turn(1, 'm1'), noise, count(10), noise, count(10), noise, tier('priority'), noise, count(20)],
      ...[turn(2, 'm2'), noise, tier(null), count(30).replaceAll('":', '" : '), noise],
    ];
    expect(read(lines)).toEqual({
      requests: [
        ['turn-1:10.0.0.0.0', 'm1', 'standard', 10],
        ['turn-1:20.0.0.0.0', 'm1', 'priority', 10],
        ['turn-2:30.0.0.0.0', 'm2', 'standard', 10],
      ],
      opened: 1,
    });
  });

  it('reads a fork whole that begins with the counters of the history it refers to', () => {
    const lines = [
      line('session_meta', { id: thread, cwd: '/home/ada', history_base: { thread_id: 'other' } }),
      ...[turn(1, 'm1'), count(500), say('Mine.'), count(510)],
    ];
    expect(read(lines)).toEqual({ requests: [['turn-1:510.0.0.0.0', 'm1', 'standard', 10]], opened: 2 });
  });

  it('reads a file whole in which a response is named by its place alone', () => {
    const lines = [
      line('session_meta', { id: thread, cwd: '/home/ada' }),
      ...[turn(1, 'm1'), say('One.'), line('token_usage_record', { usage: { input_tokens: 7 } })],
    ];
    expect(read(lines)).toMatchObject({ requests: [[expect.any(String), 'm1', 'standard', 7]], opened: 2 });
  });
});

const fixtures = agents.map((agent) => ({ agent, root: join(import.meta.dirname, 'agents', agent.id, 'fixtures') }));
const real = agents.map((agent) => ({ agent, root: join(samples, agent.id) })).filter(({ root }) => existsSync(root));

describe('reading requests only of whole transcripts', { timeout: 120_000 }, () => {
  it.each([...fixtures, ...real])('finds in $root what a whole parse finds', ({ agent, root }) => {
    const found = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.jsonl'));
    const reader = createUsageReader();
    let requests = 0;
    for (const path of found) {
      const kind = agent.classify(path) ?? ({ format: 'jsonl', role: 'transcript' } as const);
      const source: SourceRef = { machine: 'here', root, path, agent: agent.id, ...kind };
      const parsed: RequestFact[] = [];
      for (const batch of readSource({ agent }, source, undefined)) {
        for (const fact of batch.facts) if (fact.type === 'request') parsed.push(fact);
      }
      // A skim need not know which message a request belongs to.
      const told = (facts: readonly RequestFact[]) => facts.map(({ messageKey: _, ...request }) => request);
      expect(told(reader.read(agent, source).requests), path).toEqual(told(parsed));
      requests += parsed.length;
    }
    expect(requests).toBeGreaterThan(10);
  });
});
