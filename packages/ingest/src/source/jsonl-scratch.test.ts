import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readJsonlPieces } from './jsonl-reader.ts';
import type { PieceLimits } from './piece.ts';
import { openSourceFile } from './source-file.ts';

const limits: PieceLimits = {
  maxBatchBytes: 1_000,
  maxBatchRecords: 500,
  deferLineBytes: Number.POSITIVE_INFINITY,
  refuseLineBytes: 1_000_000,
};

it('a scratch buffer read into again and again changes no piece, whatever fits it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'belfry-scratch-'));
  const path = join(directory, 'a.jsonl');
  // Lines below and above the size of the scratch, and a last one without an end.
  const lines = [10, 90, 3_000, 40, 700, 0, 5_000, 60].map((size, id) =>
    JSON.stringify({ id, text: 'x'.repeat(size) }),
  );
  writeFileSync(path, `${lines.join('\n')}\n{"id":"unfini`);
  const readWith = (scratch: Partial<PieceLimits>) => {
    const file = openSourceFile(path);
    const copies: unknown[] = [];
    const start = { offset: 0, inLongLine: false };
    for (const piece of readJsonlPieces(file, start, { ...limits, ...scratch })) {
      copies.push({ ...piece, bytes: piece.bytes.toString(), pending: piece.pending.toString() });
    }
    file.close();
    return copies;
  };
  const plain = readWith({});
  expect(plain.length).toBeGreaterThan(4);
  expect(readWith({ scratch: Buffer.alloc(1_000) })).toEqual(plain);
  rmSync(directory, { recursive: true });
});
