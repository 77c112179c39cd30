import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { agents, createContentReader, readSource } from '@belfry/ingest';
import { createPricer } from '@belfry/pricing';
import { openArchiveWriter, openReadStore } from '@belfry/store';
import { createUsageReports, type UsageReports } from '@belfry/usage';

/** Records by the path of their file below the agent's root. */
export type Files = Record<string, readonly object[]>;

/** Reports over an archive that has read real files; every file is read as often as it is named in `order`. */
export interface CountedArchive extends UsageReports {
  [Symbol.dispose](): void;
}

export function countedArchive(
  agentId: 'claude' | 'codex',
  files: Files,
  { order = Object.keys(files), nowMs = Date.UTC(2026, 11, 1) }: { order?: readonly string[]; nowMs?: number } = {},
): CountedArchive {
  const directory = mkdtempSync(join(tmpdir(), 'belfry-counting-'));
  const root = join(directory, 'root');
  const path = join(directory, 'archive.db');
  const agent = agents.find(({ id }) => id === agentId);
  if (agent === undefined) throw new Error(`no agent ${agentId}`);
  for (const [file, records] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  }
  const writer = openArchiveWriter({ path });
  for (const file of order) {
    const kind = agent.classify(file);
    if (kind === undefined) throw new Error(`${file} is no source of ${agentId}`);
    const ref = { machine: 'laptop', root, path: file, agent: agentId, ...kind };
    for (const batch of readSource({ agent }, ref, writer.source('laptop', root, file)?.cursor))
      writer.applyBatch(batch);
  }
  const store = openReadStore({ path, content: createContentReader(agents) });
  const reports = createUsageReports(store.usage, { pricer: createPricer(), clock: { now: () => nowMs } });
  return {
    ...reports,
    [Symbol.dispose]() {
      store.close();
      writer.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
