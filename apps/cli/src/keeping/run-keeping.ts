import { existsSync } from 'node:fs';
import type { JobBody } from '@belfry/api/contract';
import { BelfryError, systemClock } from '@belfry/core';
import { agents, createContentReader, createSourceParser } from '@belfry/ingest';
import { type ArchiveWriter, openArchiveWriter } from '@belfry/store';
import { findDaemon } from '../client/daemon-client.ts';
import type { CommandContext } from '../context.ts';
import { compactArchive } from '../daemon/compact-archive.ts';
import type { TellProgress } from '../daemon/jobs.ts';
import { pump } from '../daemon/pump.ts';
import { createWorkLine } from '../output/work-line.ts';
import { followJob } from './follow-job.ts';
import { openMerge } from './open-merge.ts';
import { withOwnArchive } from './own-archive.ts';

const indexBytes = 4_000_000;

/** Work on the archive as a whole: by the daemon when one runs, else here. */
export async function runKeeping(context: CommandContext, body: JobBody): Promise<Record<string, number>> {
  const line = createWorkLine(process.stderr);
  const tell: TellProgress = ({ step, done, total }) => line.show(step, done, total);
  try {
    const daemon = await findDaemon(context);
    if (daemon !== undefined) return await followJob(daemon, body, tell);
    return await withOwnArchive(context, body.kind, () => runHere(context, body, tell));
  } finally {
    line.clear();
  }
}

async function runHere(
  { paths, config }: CommandContext,
  body: JobBody,
  tell: TellProgress,
): Promise<Record<string, number>> {
  const { archiveFile: path } = paths;
  switch (body.kind) {
    case 'prune':
      refuseMissing(path);
      return withWriter(path, async (archive) => ({
        ...(await pump(archive.keeping.prune(body.selection, systemClock.now()), tell)),
      }));
    case 'compact':
      refuseMissing(path);
      return compactHere(path, tell);
    case 'import': {
      const task = { archivePath: path, backupPath: body.path, machine: config.machine };
      const result = await pump(openMerge(task), tell);
      await withWriter(path, async ({ search }) => {
        while (search.catchUp(indexBytes) > 0) tell({ step: 'index', done: 0, total: 0 });
      });
      return { ...result };
    }
  }
}

async function compactHere(path: string, tell: TellProgress): Promise<Record<string, number>> {
  let archive: ArchiveWriter | undefined = open(path);
  try {
    return await compactArchive(
      {
        path,
        tend: async () => void (archive && (await pump(archive.keeping.tend(), tell))),
        async handOver(fresh) {
          archive?.keeping.copyTo(fresh);
          return archive?.keeping.checkpoint() ?? false;
        },
        async reopen(between) {
          archive?.close();
          archive = undefined;
          between?.();
        },
        // The last one who closes it takes them away.
        dropCompanions() {},
        note() {},
      },
      tell,
    );
  } finally {
    archive?.close();
  }
}

async function withWriter<T>(path: string, work: (archive: ArchiveWriter) => Promise<T>): Promise<T> {
  const archive = open(path);
  try {
    return await work(archive);
  } finally {
    archive.close();
  }
}

function open(path: string): ArchiveWriter {
  return openArchiveWriter({ path, content: createContentReader(agents), parser: createSourceParser(agents) });
}

function refuseMissing(path: string): void {
  if (existsSync(path)) return;
  throw new BelfryError('BELFRY_ARCHIVE_MISSING', `There is no archive at ${path} yet.`, {
    hint: 'Run belfry serve or belfry daemon start once; it reads what your agents have written.',
  });
}
