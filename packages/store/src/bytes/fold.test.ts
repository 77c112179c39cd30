import { aSourceRef } from '@belfry/core/testing';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { tempArchive, toyBatches, toyBytes } from '../testing/index.ts';

const ref = aSourceRef();
const bytes = toyBytes(Array.from({ length: 40 }, () => ({ blocks: [{ type: 'text', text: 'word '.repeat(1_000) }] })));

it('waits for a source that is in use, unless its tail is full', () => {
  using archive = tempArchive();
  const [first, second, third] = toyBatches(ref, bytes, { sizes: [5, 25] });
  archive.writer.applyBatch(first as never);
  expect(archive.writer.fold(Number.POSITIVE_INFINITY)).toBe(0);
  expect(archive.writer.fold(Number.POSITIVE_INFINITY)).toBe(first?.bytes.length);
  archive.writer.applyBatch(second as never);
  archive.writer.applyBatch(third as never);
  expect(archive.writer.fold(Number.POSITIVE_INFINITY)).toBeGreaterThan(128 * 1024);
  expect(archive.writer.tailBytes()).toBe(0);
});

it('stops at its limit and goes on from there', () => {
  using archive = tempArchive();
  for (let n = 0; n < 6; n++) {
    const [batch] = toyBatches(aSourceRef({ path: `${n}.jsonl` }), bytes.subarray(0, 12_000));
    archive.writer.applyBatch(batch as never);
  }
  archive.writer.fold(0);
  const waiting = archive.writer.tailBytes();
  expect(archive.writer.fold(1)).toBe(waiting / 6);
  expect(archive.writer.tailBytes()).toBe((waiting / 6) * 5);
});

it('sets a damaged tail aside instead of giving it a hash that fits', () => {
  using archive = tempArchive();
  archive.writer.applyBatch(toyBatches(ref, bytes.subarray(0, 12_000))[0] as never);
  archive.writer.fold(0);
  const db = new Database(archive.path);
  db.exec(`UPDATE segments SET data = zeroblob(length)`);
  db.close();
  archive.writer.fold(Number.POSITIVE_INFINITY);
  expect(archive.writer.tailBytes()).toBe(0);
  expect(() => [...archive.writer.restore(ref)]).toThrow(expect.objectContaining({ code: 'BELFRY_RESTORE_MISMATCH' }));
});
