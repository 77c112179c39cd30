import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { BelfryError } from '@belfry/core';
import { canonicalDump } from '@belfry/store';
import { readContext } from '../context.ts';

export async function dump(flags: { canonical?: boolean }): Promise<void> {
  if (!flags.canonical) {
    throw new BelfryError('BELFRY_USAGE', 'There is one form of dump so far.', {
      hint: 'Run belfry dump --canonical.',
    });
  }
  const archivePath = readContext().paths.archiveFile;
  if (!existsSync(archivePath)) {
    throw new BelfryError('BELFRY_ARCHIVE_MISSING', `There is no archive at ${archivePath} yet.`, {
      hint: 'Run belfry serve once.',
    });
  }
  for (const line of canonicalDump(archivePath)) {
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
  }
}
