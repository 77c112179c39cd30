import type { IngestBatch } from '@belfry/core';
import { aSourceRef } from '@belfry/core/testing';
import { expect, it } from 'vitest';
import { type ToyRecord, tempArchive, toyBatches, toyBytes } from '../testing/index.ts';

const session = 'p1';

const say = (key: string): ToyRecord => ({
  session,
  facts: [{ type: 'message', session, key, record: key, role: 'user', variant: 'prompt', preview: key }],
});
const goesOn = (part: string, kept?: { part: string; offset: number }): ToyRecord => ({
  session,
  facts: [{ type: 'session', session, patch: { rewind: { part, ...(kept ? { kept } : {}) } } }],
});
const lineBytes = toyBytes([say('a1')]).length;

const sources: IngestBatch[][] = [
  toyBatches(aSourceRef({ path: 'p1.jsonl' }), toyBytes([say('a1'), say('a2'), say('a3')]), { sizes: [1, 1, 1] }),
  toyBatches(
    aSourceRef({ path: 'p2.jsonl' }),
    toyBytes([goesOn('p2', { part: 'p1', offset: 2 * lineBytes }), say('b1'), say('b2')]),
    { sizes: [1, 1, 1] },
  ),
  toyBatches(aSourceRef({ path: 'p3.jsonl' }), toyBytes([goesOn('p3', { part: 'p1', offset: lineBytes }), say('c1')])),
];

it('marks what a later part of a session left of earlier ones, whichever file comes first', async () => {
  const dumps: string[] = [];
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ]) {
    using archive = tempArchive();
    for (const index of order) for (const batch of sources[index] ?? []) archive.writer.applyBatch(batch);
    dumps.push(archive.dump());
    const page = await archive.reader.messages({ sessionId: `claude:${session}` });
    const left = page?.messages.filter(({ abandoned }) => abandoned).map(({ key }) => key);
    expect(left?.sort()).toEqual(['a2', 'a3', 'b1', 'b2']);
  }
  expect(new Set(dumps).size).toBe(1);
});

it('tells the messages that were left when the new part comes', () => {
  using archive = tempArchive();
  for (const batch of sources[0] ?? []) archive.writer.applyBatch(batch);
  const changes = (sources[1] ?? []).flatMap((batch) => archive.writer.applyBatch(batch));
  expect(changes.filter(({ type }) => type === 'message')).toMatchObject([
    { isNew: false, message: { key: 'a3', abandoned: true } },
    { isNew: true, message: { key: 'b1', abandoned: false } },
    { isNew: true, message: { key: 'b2', abandoned: false } },
  ]);
});
