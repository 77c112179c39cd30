import type { SessionFact } from '@belfry/core';
import { describe, expect, it } from 'vitest';
import { aMessage, anEvent, aRecord, ofType, readRollout, rollouts, somePath } from './test-rollouts.ts';

function sessionsOf(...records: object[]): SessionFact[] {
  return ofType(readRollout(somePath, records).facts, 'session');
}

const patchesOf = (...records: object[]) => sessionsOf(...records).map((fact) => fact.patch);

describe('a session', () => {
  it('is the one its first line names, else the one its file names', () => {
    const [first] = sessionsOf(aRecord('session_meta', { id: 'mine' }), aRecord('session_meta', { id: 'other' }));
    expect(first?.session).toBe('mine');
    expect(sessionsOf(aMessage('user', 'x'))[0]?.session).toBe('019fbcc4-2900-7000-8000-0000000000ff');
  });

  it('says what it runs with once until it changes', () => {
    const context = (fields: object) => aRecord('turn_context', { cwd: '/a', approval_policy: 'never', ...fields });
    const sandbox = { sandbox_policy: { type: 'read-only' } };
    expect(
      patchesOf(
        context({ model: 'm1', ...sandbox }),
        context({ model: 'm1', ...sandbox }),
        context({ model: 'm2', cwd: '/b', sandbox_policy: { mode: 'workspace-write' } }),
      ),
    ).toEqual([
      { model: 'm1', cwd: '/a', permissionMode: 'never/read-only' },
      { model: 'm2', cwd: '/b', permissionMode: 'never/workspace-write' },
    ]);
  });

  it('takes its title from the first prompt, its index and a rename', () => {
    const titles = patchesOf(
      aMessage('user', '<environment_context>'),
      aMessage('user', 'Ring the bell\nplease'),
      aMessage('user', 'Again'),
      anEvent('thread_name_updated', { thread_name: 'Bells' }),
    ).flatMap((patch) => patch.title ?? []);
    expect(titles).toEqual([
      { source: 'prompt', text: 'Ring the bell please' },
      { source: 'custom', text: 'Bells' },
    ]);
    const index = ofType(readRollout('session_index.jsonl').facts, 'session');
    expect(index.map((fact) => [fact.session, fact.patch.title?.text])).toEqual([
      ['019fbcc4-2900-7000-8000-000000000001', 'Bell'],
      ['019fbcc4-2900-7000-8000-000000000001', 'Double bell'],
    ]);
  });

  it('leaves prompts to the rollouts that hold them', () => {
    expect(readRollout('history.jsonl')).toEqual({ facts: [], issues: [] });
  });
});

describe('a subagent', () => {
  it('is linked to the call that spawned it, from both sides', () => {
    const child = ofType(readRollout(rollouts.subagent).facts, 'session')[0];
    expect(child?.patch).toMatchObject({
      parent: { session: '01a19b45-b800-7000-8000-000000000011', relation: 'subagent' },
      agentType: 'explorer',
      description: 'Hooke',
    });
    const links = ofType(readRollout(rollouts.paginated).facts, 'link');
    expect(new Set(links.map((link) => `${link.callId} ${link.child}`))).toEqual(new Set([`call_s ${child?.session}`]));
  });

  it('that the agent started by itself is named by its kind', () => {
    const [patch] = patchesOf(
      aRecord('session_meta', {
        id: 'r',
        forked_from_id: 'p',
        source: { subagent: 'review' },
        thread_source: 'subagent',
      }),
    );
    expect(patch).toEqual({ parent: { session: 'p', relation: 'subagent' }, agentType: 'review' });
  });

  it('is told apart from a fork and from a session that names itself', () => {
    const meta = (fields: object) => patchesOf(aRecord('session_meta', { id: 'x', ...fields }))[0]?.parent;
    expect(meta({ forked_from_id: 'p', source: 'cli' })).toEqual({ session: 'p', relation: 'fork' });
    expect(meta({ session_id: 'x', source: 'exec' })).toBeUndefined();
    expect(meta({ session_id: 'root', thread_source: 'subagent' })).toEqual({ session: 'root', relation: 'subagent' });
  });
});

describe('a rollback', () => {
  const turn = (id: string) => [
    anEvent('task_started', { turn_id: id }),
    aMessage('user', id),
    aMessage('assistant', 'ok'),
  ];
  const rollback = (turns: unknown) => anEvent('thread_rolled_back', { num_turns: turns });
  const offsetOf = (records: readonly object[], index: number) =>
    records.slice(0, index).reduce((sum, record) => sum + Buffer.byteLength(JSON.stringify(record)) + 1, 0);

  function rangesOf(records: object[]): [number, number][] {
    return ofType(readRollout(somePath, records).facts, 'abandon').map(({ from, to }) => [from, to]);
  }

  it('abandons the last turns, from the record that opened them', () => {
    const records = [...turn('a'), ...turn('b'), ...turn('c'), rollback(2), ...turn('d')];
    expect(rangesOf(records)).toEqual([[offsetOf(records, 3), offsetOf(records, 9)]]);
  });

  it('counts on from the turns that are left', () => {
    const records = [...turn('a'), ...turn('b'), rollback(1), ...turn('c'), rollback(2)];
    expect(rangesOf(records)).toEqual([
      [offsetOf(records, 3), offsetOf(records, 6)],
      [offsetOf(records, 0), offsetOf(records, 10)],
    ]);
  });

  it('of more turns than there are takes all, and of none takes nothing', () => {
    const records = [...turn('a'), rollback(9)];
    expect(rangesOf(records)).toEqual([[0, offsetOf(records, 3)]]);
    expect(rangesOf([...turn('a'), rollback(0), rollback('many')])).toEqual([]);
    expect(rangesOf([rollback(1)])).toEqual([]);
  });
});
