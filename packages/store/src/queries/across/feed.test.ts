import type { FeedQuery } from '@belfry/core';
import { aSourceRef } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempArchive, type ToyRecord, tempArchive, toyBatches, toyBytes } from '../../testing/index.ts';

const startAt = Date.UTC(2026, 0, 2);
const minute = 60_000;
let archive: TempArchive;

beforeEach(() => {
  archive = tempArchive();
});
afterEach(() => archive.remove());

function store(path: string, records: readonly ToyRecord[], agent = 'claude'): void {
  for (const batch of toyBatches(aSourceRef({ path, agent }), toyBytes(records))) archive.writer.applyBatch(batch);
}

type Fields = { at?: number; variant?: 'prompt' | 'reply' | 'error'; inherited?: boolean; isWordless?: boolean };

const message = (
  session: string,
  key: string,
  { at, variant = 'reply', inherited = false, isWordless = false }: Fields,
): ToyRecord => ({
  session,
  at,
  facts: [
    {
      type: 'message',
      session,
      key,
      record: key,
      role: variant === 'prompt' ? 'user' : 'assistant',
      variant,
      at,
      preview: isWordless ? '' : `${session} ${key}`,
      ...(inherited ? { inherited } : {}),
    },
  ],
});

const call = (session: string, callId: string, at: number | undefined, isError = false): ToyRecord => ({
  session,
  at,
  facts: [
    {
      type: 'tool-call',
      session,
      callId,
      messageKey: `of-${callId}`,
      name: 'Bash',
      kind: 'shell',
      summary: callId,
      at,
    },
    {
      type: 'tool-result',
      session,
      callId,
      record: `r-${callId}`,
      isError,
      outcome: '',
      outputBytes: 0,
      answers: true,
    },
  ],
});

const inProject = (session: string, cwd: string): ToyRecord => ({
  facts: [{ type: 'session', session, patch: { cwd } }],
});

async function walk(query: FeedQuery): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await archive.reader.feed({ ...query, ...(cursor ? { cursor } : {}) });
    for (const item of page.items) seen.push(item.type === 'message' ? item.message.key : item.call.callId);
    const known = page.sessions.map(({ id }) => id);
    expect(page.items.every(({ sessionId }) => known.includes(sessionId))).toBe(true);
    expect(page.items.length).toBeLessThanOrEqual(query.limit ?? 50);
    cursor = page.next;
  } while (cursor);
  return seen;
}

describe('the feed', () => {
  it.each([1, 2, 3, 50])('gives messages and calls of all sessions, newest first, %i a page', async (limit) => {
    const at = (n: number) => startAt + n * minute;
    store('a.jsonl', [message('a', 'a0', { at: at(0) }), call('a', 'ta', at(2)), message('a', 'a2', { at: at(2) })]);
    store('b.jsonl', [message('b', 'b1', { at: at(1) }), message('b', 'none', {}), call('b', 'tb', at(3))]);
    store('c.jsonl', [call('c', 'tnone', undefined)]);
    // At the same time the call stands above the message; what has no time stands at the end.
    expect(await walk({ limit })).toEqual(['tb', 'ta', 'a2', 'b1', 'a0', 'tnone', 'none']);
  });

  it('goes on where it was, whatever arrives meanwhile', async () => {
    store(
      'a.jsonl',
      Array.from({ length: 6 }, (_, n) => message('a', `a${n}`, { at: startAt + n * minute })),
    );
    const first = await archive.reader.feed({ limit: 2 });
    store('b.jsonl', [
      message('b', 'newer', { at: startAt + 9 * minute }),
      message('b', 'late', { at: startAt + 2.5 * minute }),
    ]);
    const rest = await archive.reader.feed({ limit: 20, cursor: first.next });
    const keys = [...first.items, ...rest.items].map((item) => item.type === 'message' && item.message.key);
    expect(keys).toEqual(['a5', 'a4', 'a3', 'late', 'a2', 'a1', 'a0']);
  });

  it('can be narrowed down', async () => {
    const at = (n: number) => startAt + n * minute;
    store('a.jsonl', [
      inProject('a', '/x/engine'),
      message('a', 'ask', { at: at(0), variant: 'prompt' }),
      call('a', 'bad', at(1), true),
      message('a', 'broke', { at: at(2), variant: 'error' }),
    ]);
    store(
      'b.jsonl',
      [inProject('b', '/x/mill'), message('b', 'say', { at: at(3) }), call('b', 'good', at(4))],
      'codex',
    );
    expect(await walk({ project: ['engine'] })).toEqual(['broke', 'bad', 'ask']);
    expect(await walk({ agent: ['codex'] })).toEqual(['good', 'say']);
    expect(await walk({ agent: ['codex'], project: ['engine'] })).toEqual([]);
    expect(await walk({ kind: ['prompt', 'shell'] })).toEqual(['good', 'bad', 'ask']);
    expect(await walk({ kind: ['reply'] })).toEqual(['say']);
    expect(await walk({ hasError: true })).toEqual(['broke', 'bad']);
    expect(await walk({ hasError: false })).toEqual(['good', 'say', 'ask']);
    const [from, to] = [1, 3].map((n) => new Date(at(n)).toISOString());
    expect(await walk({ from, to, limit: 1 })).toEqual(['broke', 'bad']);
  });

  it('tells what happened once, where it happened first', async () => {
    store('a.jsonl', [message('a', 'm', { at: startAt })]);
    store('b.jsonl', [
      { facts: [{ type: 'session', session: 'b', patch: { parent: { session: 'a', relation: 'fork' } } }] },
      message('b', 'm', { at: startAt, inherited: true }),
      message('b', 'of-t', { at: startAt, inherited: true }),
      call('b', 't', startAt),
      message('b', 'own', { at: startAt + minute }),
    ]);
    expect(await walk({})).toEqual(['own', 'm']);
  });

  it('leaves out replies without words, for which their calls stand', async () => {
    const silent = Array.from({ length: 20 }, (_, n) => message('a', `s${n}`, { at: startAt + n, isWordless: true }));
    store('a.jsonl', [message('a', 'm', { at: startAt }), ...silent, call('a', 't', startAt + 30)]);
    expect(await walk({ limit: 2 })).toEqual(['t', 'm']);
  });

  it('says nothing of sessions that are not shown', async () => {
    const patch = { parent: { session: 'a', relation: 'subagent' }, agentType: 'warm-up' } as const;
    store('a.jsonl', [message('a', 'm', { at: startAt })]);
    store('warm.jsonl', [
      { facts: [{ type: 'session', session: 'warm', patch }] },
      message('warm', 'hidden', { at: startAt + minute }),
    ]);
    expect(await walk({})).toEqual(['m']);
  });

  it('names the subagent a call spawned', async () => {
    const spawn = {
      type: 'tool-call',
      session: 'a',
      callId: 't',
      name: 'Agent',
      kind: 'subagent',
      summary: 'x',
    } as const;
    store('a.jsonl', [
      { facts: [{ ...spawn, at: startAt }] },
      { facts: [{ type: 'link', session: 'a', callId: 't', child: 'kid' }] },
    ]);
    store('kid.jsonl', [message('kid', 'k', { at: startAt - minute })]);
    const { items } = await archive.reader.feed({ kind: ['subagent'] });
    expect(items).toMatchObject([{ type: 'tool-call', call: { childId: 'claude:kid' } }]);
  });

  it.each([
    'x',
    'e30',
    Buffer.from('["edits",1]').toString('base64url'),
    Buffer.from('["feed",1,0,"x"]').toString('base64url'),
  ])('refuses a cursor that is not its own: %s', async (cursor) => {
    await expect(archive.reader.feed({ cursor })).rejects.toMatchObject({ code: 'BELFRY_CURSOR_INVALID' });
  });

  it('of an empty archive is empty', async () => {
    expect(await archive.reader.feed({})).toEqual({ items: [], sessions: [] });
    expect(await archive.reader.feed({ project: ['nowhere'] })).toEqual({ items: [], sessions: [] });
  });
});
