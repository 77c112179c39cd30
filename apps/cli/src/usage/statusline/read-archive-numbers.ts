import { existsSync } from 'node:fs';
import { openCatchUp } from '@belfry/store';
import { createUsageReports } from '@belfry/usage';
import type { UsageContext } from '../usage-context.ts';
import { toDollars } from './fixed.ts';
import { askKeptNumbers, type KeptNumbers, toKeptNumbers } from './kept-numbers.ts';

export interface ArchiveNumbers {
  kept: KeptNumbers;
  /** What the session cost as counted; absent when the archive does not know it. */
  session?: string;
}

/** The numbers of a status line as the archive has them, which is looked at and nothing else: no file is read for it. */
export function readArchiveNumbers(
  { paths, pricer }: UsageContext,
  { sessionId, timezone, nowMs }: { sessionId: string; timezone: string; nowMs: number },
): ArchiveNumbers | undefined {
  if (!existsSync(paths.archiveFile)) return undefined;
  const archive = openCatchUp(paths.archiveFile);
  try {
    const reports = createUsageReports(archive.usage, { pricer });
    const asked = askKeptNumbers(timezone, nowMs);
    const session = reports.session(`claude:${sessionId}`);
    return {
      kept: toKeptNumbers(reports.summary(asked.summary), reports.blocks(asked.blocks), { timezone, pid: 0 }),
      ...(session === undefined ? {} : { session: toDollars(session.withSubagents.cost) }),
    };
  } finally {
    archive.close();
  }
}
