import type { SessionPatch } from '@belfry/core';
import { aSourceRef, someTokens } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempArchive, type ToyRecord, tempArchive, toyBatches, toyBytes } from '../testing/index.ts';

const startAt = Date.UTC(2026, 0, 2);
const minute = 60_000;
const now = startAt + 60 * minute;
let archive: TempArchive;

beforeEach(() => {
  archive = tempArchive();
});
afterEach(() => archive.remove());

interface Told {
  /** Minutes of its first and last message. */
  from?: number;
  to?: number;
  patch?: SessionPatch;
  /** Calls that spawn: id, child, and the minute of the answer (`error` for one that failed). */
  spawns?: [callId: string, child: string, answered?: number | 'error'][];
  key?: string;
}

function store(session: string, { from = 0, to = from + 1, patch = {}, spawns = [], key = session }: Told): void {
  const message = (n: number): ToyRecord => ({
    session,
    at: startAt + n * minute,
    facts: [
      {
        type: 'message',
        session,
        key: `m${n}`,
        record: `m${n}`,
        role: 'assistant',
        variant: 'reply',
        at: startAt + n * minute,
        preview: 'say',
      },
    ],
  });
  const records: ToyRecord[] = [
    { facts: [{ type: 'session', session, patch: { title: { source: 'prompt', text: `Do ${session}` }, ...patch } }] },
    message(from),
    ...spawns.map(([callId, child, answered]): ToyRecord => {
      const call = { type: 'tool-call', session, callId, name: 'Agent', kind: 'subagent', summary: child } as const;
      const result = {
        type: 'tool-result',
        session,
        callId,
        record: `r-${callId}`,
        outcome: '',
        outputBytes: 0,
      } as const;
      const at = typeof answered === 'number' ? startAt + answered * minute : undefined;
      return {
        facts: [
          call,
          { type: 'link', session, callId, child },
          ...(answered === undefined ? [] : [{ ...result, isError: answered === 'error', answers: true, at }]),
        ],
      };
    }),
    message(to),
    {
      facts: [
        {
          type: 'request',
          session,
          key,
          at: startAt + to * minute,
          tokens: someTokens({ output: 10 }),
          basis: 'counted',
          priceClass: 'standard',
        },
      ],
    },
  ];
  for (const batch of toyBatches(aSourceRef({ path: `${session.replaceAll('/', '-')}.jsonl` }), toyBytes(records))) {
    archive.writer.applyBatch(batch);
  }
}

const tree = (id: string, query = {}) => archive.reader.sessionTree(`claude:${id}`, { now, ...query });
const subagent = (of: string): SessionPatch => ({ parent: { session: of, relation: 'subagent' } });

describe('the tree of a session', () => {
  it('holds everything it spawned, parents first, with the calls, tokens and times', async () => {
    store('top/grandchild', { from: 3, to: 5, patch: subagent('top/late') });
    store('top', {
      to: 20,
      spawns: [
        ['t1', 'top/late', 9],
        ['t2', 'top/early', 6],
      ],
    });
    store('top/late', { from: 2, to: 8, patch: { ...subagent('top'), agentType: 'Explore', description: 'Look' } });
    store('top/early', { from: 1, to: 4, patch: subagent('top') });
    const found = await tree('top');
    expect(found).toMatchObject({ ancestors: [], total: 4, teams: [] });
    expect(found?.nodes.map(({ id, parentId, depth }) => [id, parentId, depth])).toEqual([
      ['claude:top', undefined, 0],
      ['claude:top/early', 'claude:top', 1],
      ['claude:top/late', 'claude:top', 1],
      ['claude:top/grandchild', 'claude:top/late', 2],
    ]);
    expect(found?.nodes[0]).toMatchObject({ kind: 'session', children: 2, descendants: 3 });
    expect(found?.nodes.map(({ tokens, subtreeTokens }) => [tokens.output, subtreeTokens.output])).toEqual([
      [10, 40],
      [10, 10],
      [10, 20],
      [10, 10],
    ]);
    expect(found?.nodes[2]).toMatchObject({
      kind: 'subagent',
      agentType: 'Explore',
      description: 'Look',
      title: 'Do top/late',
      call: { callId: 't1', childId: 'claude:top/late', status: 'ok' },
      durationMs: 6 * minute,
      activity: { state: 'ended', evidence: [{ sign: 'call-answered' }] },
    });
  });

  it('begins at the session asked for, or at the topmost above it', async () => {
    store('a', { spawns: [['t', 'a/b', 3]] });
    store('a/b', { patch: subagent('a'), spawns: [['t', 'a/c', 3]] });
    store('a/c', { patch: subagent('a/b') });
    const part = await tree('a/c');
    expect(part?.ancestors).toEqual([
      { id: 'claude:a', title: 'Do a' },
      { id: 'claude:a/b', title: 'Do a/b' },
    ]);
    expect(part?.nodes).toMatchObject([{ id: 'claude:a/c', depth: 0, call: { callId: 't' } }]);
    const whole = await tree('a/c', { whole: true });
    expect(whole?.nodes.map(({ id }) => id)).toEqual(['claude:a', 'claude:a/b', 'claude:a/c']);
    expect(whole?.ancestors).toEqual([]);
    expect(await tree('none')).toBeUndefined();
  });

  it('counts a request that two of its sessions show once', async () => {
    store('a', { key: 'shared' });
    store('a/b', { patch: subagent('a'), key: 'shared' });
    const found = await tree('a');
    expect(found?.nodes[0]?.subtreeTokens.output).toBe(10);
  });

  it('says what each session does, as far as records tell', async () => {
    store('a', {
      to: 59,
      spawns: [
        ['t1', 'a/open'],
        ['t2', 'a/failed', 'error'],
        ['t3', 'a/background', 2],
        ['t4', 'a/done', 2],
      ],
    });
    store('a/open', { to: 20, patch: subagent('a') });
    store('a/failed', { patch: subagent('a') });
    store('a/background', { to: 59, patch: subagent('a'), spawns: [['x', 'a/never']] });
    store('a/done', { to: 10, patch: subagent('a') });
    const found = await tree('a');
    const states = new Map(found?.nodes.map(({ id, activity }) => [id.slice(9), activity.state]));
    expect(Object.fromEntries(states)).toEqual({
      '': 'working',
      open: 'unknown',
      failed: 'failed',
      background: 'working',
      done: 'ended',
    });
    expect(found?.nodes.find(({ id }) => id === 'claude:a/background')?.activity.evidence).toEqual([
      { sign: 'recent-record', at: new Date(startAt + 59 * minute).toISOString() },
      { sign: 'open-calls', count: 1 },
    ]);
  });

  it('marks a workflow run, whose agents hang below it', async () => {
    store('a', { spawns: [['t', 'a/wf_1', 1]] });
    store('a/wf_1', { patch: { ...subagent('a'), agentType: 'workflow' } });
    store('a/x', { patch: subagent('a/wf_1') });
    expect((await tree('a'))?.nodes.map(({ kind }) => kind)).toEqual(['session', 'workflow', 'subagent']);
  });

  it('ends where sessions name each other as parents', async () => {
    store('a', { patch: subagent('b') });
    store('b', { patch: subagent('a') });
    expect((await tree('a', { whole: true }))?.nodes).toHaveLength(2);
  });

  it('tells the team with every member, whoever leads first', async () => {
    store('ringer', { from: 1, patch: { team: { name: 'bells', member: 'ringer' } } });
    store('lead', { from: 2, patch: { team: { name: 'bells' } } });
    store('other', { patch: { team: { name: 'clocks' } } });
    const [team] = (await tree('ringer'))?.teams ?? [];
    expect(team?.name).toBe('bells');
    expect(team?.members.map(({ id, name }) => [id, name])).toEqual([
      ['claude:lead', undefined],
      ['claude:ringer', 'ringer'],
    ]);
  });
});
