import { randomBytes } from 'node:crypto';
import type { SourceRef } from '@belfry/core';
import { aSourceRef } from '@belfry/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TempArchive, type ToyRecord, tempArchive, toyBatches, toyBytes } from '../testing/index.ts';

const at = Date.UTC(2026, 0, 2);
let archive: TempArchive;
beforeEach(() => {
  archive = tempArchive();
});
afterEach(() => archive.remove());

function store(ref: Partial<SourceRef>, records: readonly ToyRecord[]): number {
  const bytes = toyBytes(records);
  for (const batch of toyBatches(aSourceRef(ref), bytes)) archive.writer.applyBatch(batch);
  for (let round = 0; round < 2; round++) archive.writer.fold(1e9);
  return bytes.length;
}

function said(session: string, n: number, more: object = {}): ToyRecord {
  const message = { key: `m${n}`, record: `m${n}`, role: 'user', variant: 'prompt', at, preview: 'x' } as const;
  return {
    session,
    at,
    facts: [
      { type: 'message', session, ...message },
      { type: 'session', session, patch: { cwd: `/home/ada/${session.slice(0, 1)}` } },
    ],
    ...more,
  };
}

it('an image or output that several sessions hold takes its room once, however often it is written', async () => {
  const image = randomBytes(300_000).toString('base64');
  const before = (await archive.reader.disk({})).archive.fileBytes;
  const bytes = Array.from({ length: 8 }, (_, n) =>
    store({ path: `projects/-x/a${n}.jsonl` }, [said(`a${n}`, 1, { image }), said(`a${n}`, 2, { again: image })]),
  );

  const { archive: file, total, items } = await archive.reader.disk({ by: 'session' });
  expect(total.sourceBytes).toBe(bytes.reduce((sum, size) => sum + size, 0));
  expect(total.sourceBytes).toBeGreaterThan(16 * 400_000);
  expect(file.blobBytes).toBe(300_000);
  expect(file.segmentBytes).toBeLessThan(8 * 2_000);
  expect(file.fileBytes - before).toBeLessThan(600_000);
  expect(
    items.filter(({ keptBytes }) => keptBytes > 300_000),
    'counted with one of them',
  ).toHaveLength(1);
  expect(items.reduce((sum, { keptBytes }) => sum + keptBytes, 0)).toBe(file.blobBytes + file.segmentBytes);
});

it('sources count with their agent, project and session, side-cars and subagents with the session they belong to', async () => {
  const parent = store({ path: 'projects/-x/p.jsonl', session: 'p' }, [
    said('p', 1),
    { facts: [{ type: 'link', session: 'p', callId: 't1', child: 'p/child' }] },
  ]);
  const child = store({ path: 'projects/-x/p/child.jsonl', session: 'p/child' }, [
    { ...said('p/child', 1), facts: [...(said('p/child', 1).facts ?? []), parentOf('p/child')] },
  ]);
  const output = store({ path: 'projects/-x/p/1.txt', session: 'p', format: 'opaque', role: 'sidecar' }, [{}]);
  const other = store({ path: 'sessions/q.jsonl', agent: 'codex', root: '/home/ada/.codex' }, [said('q', 1)]);
  const history = store({ path: 'history.jsonl', agent: 'codex', root: '/home/ada/.codex', role: 'sidecar' }, [{}]);
  archive.writer.markGone('laptop', '/home/ada/.claude', 'projects/-x/p.jsonl');

  const names = async (by: 'agent' | 'project' | 'session') =>
    Object.fromEntries((await archive.reader.disk({ by })).items.map(({ name, sourceBytes }) => [name, sourceBytes]));
  expect(await names('agent')).toEqual({ claude: parent + child + output, codex: other + history });
  expect(await names('project')).toEqual({ p: parent + child + output, q: other, '': history });
  expect(await names('session')).toEqual({ 'claude:p': parent + child + output, 'codex:q': other, '': history });

  const { items, groups, total } = await archive.reader.disk({ by: 'session', agent: ['claude'], limit: 1 });
  expect(items).toMatchObject([
    { name: 'claude:p', agent: 'claude', project: 'p', sessions: 1, sources: 3, sourcesGone: 1, goneBytes: parent },
  ]);
  expect(items[0]?.lastAt).toBe('2026-01-02T00:00:00.000Z');
  expect([groups, total.sources]).toEqual([1, 3]);
  expect((await archive.reader.stats()).sessions).toBe(2);
  expect((await archive.reader.stats()).subagents).toBe(1);
});

function parentOf(session: string) {
  const parent = { session: 'p', relation: 'subagent' } as const;
  return { type: 'session', session, patch: { parent } } as const;
}
