import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { aSourceRef } from '@belfry/core/testing';
import { expect, it } from 'vitest';
import { tempArchive, toyBatches } from '../src/testing/index.ts';
import { manyBatches } from './processes/many-batches.ts';

it('an import in a process of its own and a live writer share an archive, and readers see both', async () => {
  using archive = tempArchive();
  using alone = tempArchive();
  const child = fork(join(import.meta.dirname, 'processes', 'import.ts'), [archive.path, '20', '4'], {
    execArgv: ['--conditions=@belfry/source'],
  });
  const ended = once(child, 'exit');
  let appended = 0;
  let bytes = Buffer.alloc(0);
  const ref = aSourceRef({ path: 'live.jsonl' });
  // One line for every batch the import reports.
  child.on('message', () => {
    bytes = Buffer.concat([bytes, Buffer.from(`${JSON.stringify({ at: appended, session: 'live' })}\n`)]);
    const from = archive.writer.source(ref.machine, ref.root, ref.path)?.cursor;
    for (const batch of toyBatches(ref, bytes, { from })) archive.writer.applyBatch(batch);
    appended += 1;
  });
  expect(await ended).toEqual([0, null]);
  expect(appended).toBe(80);
  for (const batch of manyBatches(20, 4)) alone.writer.applyBatch(batch);
  for (const batch of toyBatches(ref, bytes)) alone.writer.applyBatch(batch);
  expect(archive.dump()).toBe(alone.dump());
  expect((await archive.reader.sessions({})).total).toBe(20);
});
