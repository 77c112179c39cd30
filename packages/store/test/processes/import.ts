import { openArchiveWriter } from '../../src/index.ts';
import { manyBatches } from './many-batches.ts';

/** Imports from the stored cursors on and reports every batch, until it ends or is killed. */
const [path = '', sources, perSource] = process.argv.slice(2);
const writer = openArchiveWriter({ path });
for (const batch of manyBatches(Number(sources), Number(perSource))) {
  const { machine, root, path: sourcePath } = batch.source;
  const stored = writer.source(machine, root, sourcePath)?.cursor.offset ?? 0;
  if (batch.to.offset <= stored) continue;
  writer.applyBatch(batch);
  await new Promise<void>((sent) => {
    if (process.send) process.send(batch.to.offset, () => sent());
    else sent();
  });
}
writer.close();
process.disconnect?.();
