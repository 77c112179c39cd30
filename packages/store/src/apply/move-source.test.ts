import { aSourceRef } from '@belfry/core/testing';
import { expect, it } from 'vitest';
import { type ToyRecord, tempArchive, toyBatches, toyBytes } from '../testing/index.ts';

const session = 's1';
const say = (key: string): ToyRecord => ({
  session,
  facts: [{ type: 'message', session, key, record: key, role: 'user', variant: 'prompt', preview: key }],
  blocks: [{ type: 'text', text: key }],
});
const plain = aSourceRef({ path: 'sessions/a.jsonl' });
const packed = aSourceRef({ path: 'archived/a.jsonl.zst', compression: 'zstd' });
const bytes = toyBytes([say('1'), say('2')]);

it('keeps what was read of a source under its new path, as if it had always been there', async () => {
  using moved = tempArchive();
  using fresh = tempArchive();
  for (const batch of toyBatches(plain, bytes)) moved.writer.applyBatch(batch);
  expect(moved.writer.move(plain, packed)).toBe(true);
  for (const batch of toyBatches(packed, bytes)) fresh.writer.applyBatch(batch);
  expect(moved.dump()).toBe(fresh.dump());
  expect(moved.writer.source(plain.machine, plain.root, plain.path)).toBeUndefined();
  expect(Buffer.concat([...moved.writer.restore(packed)]).equals(bytes)).toBe(true);
  const page = await moved.reader.messages({ sessionId: 'claude:s1' });
  expect(page?.messages.map(({ blocks }) => blocks)).toEqual([
    [{ type: 'text', text: '1' }],
    [{ type: 'text', text: '2' }],
  ]);
});

it('does not move a source onto another one, nor one it does not hold', () => {
  using archive = tempArchive();
  for (const batch of toyBatches(plain, bytes)) archive.writer.applyBatch(batch);
  expect(archive.writer.move(packed, aSourceRef({ path: 'x.jsonl' }))).toBe(false);
  for (const batch of toyBatches(packed, bytes)) archive.writer.applyBatch(batch);
  const before = archive.dump();
  expect(archive.writer.move(plain, packed)).toBe(false);
  expect(archive.dump()).toBe(before);
});
