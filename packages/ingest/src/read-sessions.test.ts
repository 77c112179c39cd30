import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { type Fact, noTokens } from '@belfry/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AgentDefinition, defineAgent } from './agent.ts';
import { readSession, readSessions } from './read-sessions.ts';
import type { SessionRecord } from './sessions/session-record.ts';
import { toyAgent } from './testing/index.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'belfry-sessions-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** The toy agent, whose lines may also carry whole facts. */
const factAgent = defineAgent({
  ...toyAgent,
  parse(state, record) {
    const { facts } = record.value;
    if (!Array.isArray(facts)) return toyAgent.parse(state, record);
    const span = { offset: record.offset, length: record.length };
    return { state, facts: facts.map((fact: Fact) => ({ ...fact, span })), issues: [] };
  },
}) as AgentDefinition;

let minute = 0;
function write(name: string, lines: readonly object[]): string {
  const file = join(home, '.toy/talks', name);
  mkdirSync(dirname(file), { recursive: true });
  const content = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  writeFileSync(file, name.endsWith('.zst') ? zstdCompressSync(content) : content);
  minute += 1;
  utimesSync(file, 1_700_000_000 + minute * 60, 1_700_000_000 + minute * 60);
  return file;
}

const say = (id: string, session: string, text: string, at?: number) => ({ type: 'say', id, session, text, at });
const request = (session: string, key: string, output: number, more: object = {}) => ({
  type: 'request',
  session,
  key,
  tokens: { ...noTokens, input: 10, output },
  basis: 'counted',
  priceClass: 'standard',
  ...more,
});

async function read(): Promise<SessionRecord[]> {
  const environment = { home, platform: 'linux', env: {} } as const;
  const sessions: SessionRecord[] = [];
  for await (const session of readSessions({ agents: [factAgent], environment, machine: 'here' }))
    sessions.push(session);
  return sessions;
}

it('gives sessions newest first, with their messages in reading order', async () => {
  write('a.jsonl', [say('1', 'old', 'first', 1_000), say('2', 'old', 'second', 2_000)]);
  write('b.jsonl', [say('1', 'new', 'other', 9_000)]);
  write('c.jsonl', [say('3', 'old', 'third', 3_000)]);
  const sessions = await read();
  expect(sessions.map(({ id }) => id)).toEqual(['toy:new', 'toy:old']);
  expect(sessions[1]).toMatchObject({
    files: [join(home, '.toy/talks/a.jsonl'), join(home, '.toy/talks/c.jsonl')],
    startedAt: '1970-01-01T00:00:01.000Z',
    lastAt: '1970-01-01T00:00:03.000Z',
    messages: [{ text: 'first', at: '1970-01-01T00:00:01.000Z' }, { text: 'second' }, { text: 'third' }],
  });
});

it('reads texts from compressed files too, and a copy adds nothing', async () => {
  write('a.jsonl', [say('1', 's', 'hello', 1_000)]);
  write('a.jsonl.zst', [say('1', 's', 'hello', 1_000), say('2', 's', 'packed', 2_000)]);
  const [session] = await read();
  expect(session?.messages.map(({ text }) => text)).toEqual(['hello', 'packed']);
});

it('counts a request of several sessions in one: the named, else the earliest, whatever the order of files', async () => {
  const fork = [
    say('1', 'fork', 'x', 5_000),
    { facts: [request('fork', 'shared', 7, { at: 4_000 }), request('fork', 'own', 1, { at: 6_000 })] },
    { facts: [request('fork', 'claimed', 2, { at: 1_000, owner: 'parent' })] },
  ];
  const parent = [
    say('1', 'parent', 'x', 1_000),
    { facts: [request('parent', 'shared', 3, { at: 2_000 }), request('parent', 'shared', 7, { at: 4_000 })] },
    { facts: [request('parent', 'claimed', 2, { at: 8_000, owner: 'parent' })] },
  ];
  for (const order of [
    [fork, parent],
    [parent, fork],
  ]) {
    rmSync(join(home, '.toy'), { recursive: true, force: true });
    for (const [index, lines] of order.entries()) write(`${index}.jsonl`, lines);
    const counts = (await read()).map(({ id, tokens, countedTokens }) => [id, tokens.output, countedTokens.output]);
    // Files of the same time come in any order.
    expect(counts.sort()).toEqual([
      ['toy:fork', 10, 1],
      ['toy:parent', 9, 9],
    ]);
  }
});

it('knows titles by rank, parents by link, results by call and left branches', async () => {
  write('a.jsonl', [
    say('1', 's', 'left', 1_000),
    say('2', 's', 'kept', 2_000),
    {
      facts: [
        {
          type: 'session',
          session: 's',
          patch: { title: { source: 'prompt', text: 'prompt' }, cwd: '/a', model: 'm' },
        },
        { type: 'session', session: 's', patch: { title: { source: 'agent', text: 'agent' }, cwd: '/b' } },
        { type: 'session', session: 's', patch: { title: { source: 'custom', text: 'custom' } } },
        { type: 'session', session: 's', patch: { title: { source: 'custom', text: '' } } },
        { type: 'leaf-title', session: 's', leaf: 'k', text: 'summary' },
        { type: 'abandon', session: 's', from: 0, to: 10 },
        {
          type: 'tool-result',
          session: 's',
          callId: 'c',
          record: 'r',
          isError: true,
          outcome: 'exit 1',
          outputBytes: 1,
          answers: true,
        },
        { type: 'tool-call', session: 's', callId: 'c', name: 'Bash', kind: 'shell', summary: 'ls', at: 3_000 },
        { type: 'tool-call', session: 's', callId: 'd', name: 'Task', kind: 'subagent', summary: 'help' },
        { type: 'link', session: 's', callId: 'd', child: 's/k' },
      ],
    },
  ]);
  write('k.jsonl', [say('k', 's/k', 'child', 500)]);
  const [session, child] = await read();
  expect(session).toMatchObject({ title: 'agent', cwd: '/a', models: ['m'] });
  expect(session?.messages.map(({ abandoned }) => abandoned)).toEqual([true, false]);
  expect(session?.toolCalls).toMatchObject([
    { callId: 'c', status: 'error', outcome: 'exit 1' },
    { callId: 'd', status: 'pending', childId: 'toy:s/k' },
  ]);
  expect(child).toMatchObject({ id: 'toy:s/k', parentId: 'toy:s', relation: 'subagent', title: 'summary' });
});

it('knows what a later file of a session left of an earlier one', async () => {
  const rewind = { part: 's1', kept: { part: 's', offset: 1 } };
  write('a.jsonl', [say('1', 's', 'kept', 1_000), say('2', 's', 'left', 2_000)]);
  write('b.jsonl', [{ facts: [{ type: 'session', session: 's', patch: { rewind } }] }, say('3', 's', 'again', 3_000)]);
  const [session] = await read();
  expect(session?.messages.map(({ text, abandoned }) => [text, abandoned])).toEqual([
    ['kept', false],
    ['left', true],
    ['again', false],
  ]);
});

it('leaves out sessions that are only mentioned, and files that cannot be read', async () => {
  write('a.jsonl', [{ facts: [{ type: 'session', session: 'ghost', patch: { cwd: '/x' } }] }, say('1', 's', 'x')]);
  writeFileSync(join(home, '.toy/talks/broken.jsonl.zst'), 'not compressed');
  expect((await read()).map(({ id }) => id)).toEqual(['toy:s']);
});

it('reads one session from a file', () => {
  const file = write('a.jsonl', [say('1', 's', 'x'), say('2', 's', 'y'), say('3', 't', 'z')]);
  expect(readSession(file, { agents: [factAgent] })).toMatchObject({
    id: 'toy:s',
    messages: [{ text: 'x' }, { text: 'y' }],
  });
  writeFileSync(join(home, 'other.bin'), '');
  expect(readSession(join(home, 'other.bin'), { agents: [factAgent] })).toBeUndefined();
  expect(() => readSession(join(home, '.toy/talks/none.jsonl'), { agents: [factAgent] })).toThrow('ENOENT');
});
