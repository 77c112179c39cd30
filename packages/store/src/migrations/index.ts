import type { Migration } from '../database/migration.ts';
import { createSources } from './0001-create-sources.ts';
import { createSessions } from './0002-create-sessions.ts';
import { createTranscript } from './0003-create-transcript.ts';
import { createLeafTitles } from './0004-create-leaf-titles.ts';
import { createUsage } from './0005-create-usage.ts';
import { createIssues } from './0006-create-issues.ts';
import { createKeeping } from './0007-create-keeping.ts';
import { addElsewhere } from './0008-add-elsewhere.ts';
import { createInsight } from './0009-create-insight.ts';
import { sumUsage } from './0010-sum-usage.ts';
import { createSearch } from './0011-create-search.ts';
import { addCompared } from './0012-add-compared.ts';
import { indexStamps } from './0013-index-stamps.ts';
import { versionSources } from './0014-version-sources.ts';

/** Steps of `archive.db` in order; a released step is never changed, only followed. */
export const archiveMigrations: readonly Migration[] = [
  createSources,
  createSessions,
  createTranscript,
  createLeafTitles,
  createUsage,
  createIssues,
  createKeeping,
  addElsewhere,
  createInsight,
  sumUsage,
  createSearch,
  addCompared,
  indexStamps,
  versionSources,
];

/** "belf", in the header of `archive.db`. */
export const archiveApplicationId = 0x62656c66;
