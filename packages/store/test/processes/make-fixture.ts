import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openArchiveWriter } from '../../src/index.ts';
import { archiveMigrations } from '../../src/migrations/index.ts';
import { manyBatches } from './many-batches.ts';

/** Writes the fixture of a release: run once when the schema of a release is final, never again for it. */
const path = new URL(`../fixtures/archive-schema-${archiveMigrations.length}.db`, import.meta.url).pathname;
rmSync(path, { force: true });
const writer = openArchiveWriter({ path });
for (const batch of manyBatches(2, 1)) writer.applyBatch(batch, { bulk: true });
writer.close();
const db = new Database(path);
db.pragma('journal_mode = DELETE');
db.exec('VACUUM');
db.close();
