import type { SessionView } from '@belfry/core';
import { aSessionView } from '@belfry/core/testing';
import type { ReadStore } from '@belfry/store';
import { expect, test } from 'vitest';
import { findSessionId } from './find-session.ts';

const ids = ['claude:aaaa-1111', 'claude:aaaa-1111/agent-5', 'claude:aaaa-1111/agent-6', 'codex:aaaa-2222'];
const sessions: SessionView[] = ids.map((id) => aSessionView({ id }));
const archive = {
  session: async (id: string) => sessions.find((session) => session.id === id),
  sessionByPath: async (path: string) => (path === '/home/a.jsonl' ? 'codex:aaaa-2222' : undefined),
  sessions: async ({ text = '' }) => ({ items: sessions.filter(({ id }) => id.includes(text)), total: 0 }),
} as unknown as ReadStore;

test('an id, the path of a transcript and a piece of an id are understood', async () => {
  expect(await findSessionId(archive, 'codex:aaaa-2222')).toBe('codex:aaaa-2222');
  expect(await findSessionId(archive, '/home/a.jsonl')).toBe('codex:aaaa-2222');
  expect(await findSessionId(archive, '…2222')).toBe('codex:aaaa-2222');
  expect(await findSessionId(archive, 'agent-5')).toBe('claude:aaaa-1111/agent-5');
});

test('a piece of an id means the session, not the subagents whose ids contain it', async () => {
  expect(await findSessionId(archive, '1111')).toBe('claude:aaaa-1111');
});

test('a piece that fits several is refused with their ids, one that fits none is not found', async () => {
  await expect(findSessionId(archive, 'aaaa')).rejects.toMatchObject({
    code: 'BELFRY_USAGE',
    hint: expect.stringContaining('codex:aaaa-2222'),
  });
  await expect(findSessionId(archive, 'zzzz')).rejects.toMatchObject({ code: 'BELFRY_NOT_FOUND' });
});
