import { describe, expect, it } from 'vitest';
import { uuidTimeMs } from './fork.ts';
import { codex } from './index.ts';
import { ofType, readRollout, rollouts } from './test-rollouts.ts';

describe('a fork that copied its parent', () => {
  it('marks the copy up to its own first turn, told by the time in the ids', () => {
    const messages = ofType(readRollout(rollouts.copyingFork).facts, 'message');
    const own = messages.filter((message) => !message.inherited).map((message) => message.preview);
    expect(own).toEqual(['Now without the echo', 'Done.']);
    expect(messages.filter((message) => message.inherited)).toHaveLength(10);
  });

  it('names copied messages and requests as the parent does, and its own otherwise', () => {
    const parent = ofType(readRollout(rollouts.legacy).facts, 'request').map((request) => request.key);
    const fork = ofType(readRollout(rollouts.copyingFork).facts, 'request').map((request) => request.key);
    expect(fork.slice(0, 3)).toEqual(parent.slice(0, 3));
    expect(parent).not.toContain(fork[3]);
    const parentKeys = new Set(ofType(readRollout(rollouts.legacy).facts, 'message').map((message) => message.key));
    for (const message of ofType(readRollout(rollouts.copyingFork).facts, 'message')) {
      expect(parentKeys.has(message.key), message.preview).toBe(message.inherited === true);
    }
  });

  it('counts its first own request beyond the copied counters', () => {
    expect(ofType(readRollout(rollouts.copyingFork).facts, 'request').at(-1)?.tokens).toMatchObject({
      input: 1100,
      cacheRead: 4000,
      output: 5,
    });
  });

  it('takes title, parent and quota from its own records alone', () => {
    const facts = readRollout(rollouts.copyingFork).facts;
    const patches = ofType(facts, 'session').map((fact) => fact.patch);
    expect(patches.find((patch) => patch.parent)?.parent).toEqual({
      session: '019fbcc4-2900-7000-8000-000000000001',
      relation: 'fork',
    });
    expect(patches.flatMap((patch) => patch.title?.text ?? [])).toEqual(['Now without the echo']);
    expect(ofType(facts, 'quota')).toEqual([]);
  });
});

describe('a fork without turn ids', () => {
  const meta = (id: string, at: string) => ({
    timestamp: '2025-10-01T10:00:00.100Z',
    type: 'session_meta',
    payload: { id, timestamp: at, cwd: '/home/ada' },
  });
  const message = (at: string, role: string, text: string) => ({
    timestamp: `2025-10-01T10:00:${at}Z`,
    type: 'response_item',
    payload: { type: 'message', role, content: [{ type: role === 'user' ? 'input_text' : 'output_text', text }] },
  });
  const counted = (at: string, input: number) => ({
    timestamp: `2025-10-01T10:00:${at}Z`,
    type: 'event_msg',
    payload: { type: 'token_count', info: { total_token_usage: { input_tokens: input, output_tokens: 1 } } },
  });
  const path = 'sessions/2025/10/01/rollout-2025-10-01T10-00-00-child.jsonl';
  const { facts } = readRollout(path, [
    meta('child', '2025-10-01T10:00:00.000Z'),
    meta('root', '2025-09-30T10:00:00.000Z'),
    message('00.101', 'user', 'old prompt'),
    message('00.102', 'assistant', 'old reply'),
    counted('00.102', 500),
    message('07.000', 'user', 'new prompt'),
    counted('09.000', 900),
  ]);

  it('belongs to the ancestor whose session line it copied, though it names none', () => {
    expect(ofType(facts, 'session').flatMap((fact) => fact.patch.parent ?? [])).toEqual([
      { session: 'root', relation: 'fork' },
    ]);
  });

  it('ends the copy at the first pause', () => {
    expect(ofType(facts, 'message').map((fact) => [fact.preview, fact.inherited ?? false])).toEqual([
      ['old prompt', true],
      ['old reply', true],
      ['new prompt', false],
    ]);
  });

  it('names requests by the oldest thread', () => {
    expect(ofType(facts, 'request').map((fact) => fact.key)).toEqual(['root:500.0.0.1.0', 'root:900.0.0.1.0']);
  });
});

describe('a history that is only referred to', () => {
  it('copies nothing, and its parent counters are no request', () => {
    const { facts } = readRollout(rollouts.referringFork);
    expect(ofType(facts, 'message').some((message) => message.inherited)).toBe(false);
    expect(ofType(facts, 'request').map((request) => request.tokens)).toMatchObject([{ input: 1000, output: 10 }]);
  });

  describe('after a rollback that goes on in a file of its own', () => {
    const thread = '01a200ae-25c6-7a80-a89e-09f5c7d32618';
    const revision = '01a200af-0384-7993-86ad-3da4f416c2e7';
    const path = `sessions/2026/11/22/rollout-2026-11-22T00-36-39-${thread}_${revision}.jsonl`;
    const rewindOf = (payload: object) => {
      const { facts } = readRollout(path, [{ type: 'session_meta', payload: { id: thread, ...payload } }]);
      return ofType(facts, 'session').map(({ session, patch }) => ({ session, ...patch }));
    };

    it('is the same session, which says how much is kept of the file before', () => {
      expect(codex.classify(path)?.session).toBe(thread);
      const base = { thread_id: thread, end_ordinal_exclusive: 24, end_byte_offset: 46906 };
      const rewind = { part: revision, kept: { part: thread, offset: 46906 } };
      expect(rewindOf({ history_base: base })).toEqual([{ session: thread, rewind }]);
    });

    it('keeps nothing when it went back to the first prompt', () => {
      expect(rewindOf({})).toEqual([{ session: thread, rewind: { part: revision } }]);
    });

    it('leaves nothing when the place it went back to cannot be read', () => {
      const rewind = { part: revision, kept: { part: revision, offset: 0 } };
      expect(rewindOf({ history_base: { thread_id: 7 } })).toEqual([{ session: thread, rewind }]);
    });
  });
});

it('reads the time in a version 7 uuid', () => {
  expect(uuidTimeMs('019e7584-5201-7901-b1e7-a3f0c990c12f')).toBe(Date.parse('2026-05-29T20:54:26.561Z'));
  expect(uuidTimeMs('5f0c1d2e-0000-4000-8000-000000000041')).toBeUndefined();
  expect(uuidTimeMs('7')).toBeUndefined();
});
