import { existsSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { BelfryError } from '@belfry/core';
import type { ArchiveCheck } from '@belfry/store';
import { readContext } from '../context.ts';
import { fromErrorMessage } from '../daemon/error-message.ts';
import { formatBytes, formatCount } from '../output/figures.ts';
import { say } from '../output/talk.ts';
import { createWorkLine } from '../output/work-line.ts';
import { writeJson } from '../output/write-json.ts';
import type { CopyReply, CopyTask } from './copy-worker.ts';

export interface BackupFlags {
  force?: boolean;
  json?: boolean;
}

/** Copies archive and state beside whoever writes them, and checks the copy to the last byte. */
export async function backup(given: string | undefined, flags: BackupFlags): Promise<void> {
  process.umask(0o077);
  const { paths } = readContext();
  if (!existsSync(paths.archiveFile)) {
    throw new BelfryError('BELFRY_ARCHIVE_MISSING', `There is no archive at ${paths.archiveFile} yet.`, {
      hint: 'Run belfry serve or belfry daemon start once.',
    });
  }
  const target = toTarget(given);
  const stateTarget = target.replace(/(\.db)?$/, '.state.db');
  refuseExisting([target, stateTarget], flags.force === true);
  const check = await copy({
    archive: { from: paths.archiveFile, to: target },
    state: existsSync(paths.stateDatabaseFile) ? { from: paths.stateDatabaseFile, to: stateTarget } : undefined,
  });
  const bytes = statSync(target).size;
  const report = { path: target, state: existsSync(stateTarget) ? stateTarget : undefined, bytes, ...check };
  if (flags.json) writeJson(report);
  else {
    process.stdout.write(`${target}\n`);
    say(
      `${formatBytes(bytes)}: ${formatCount(check.sessions)} sessions and ${formatCount(check.subagents)} subagents, ${formatCount(check.messages)} messages, ${formatBytes(check.verifiedBytes)} of ${formatCount(check.sources)} files. Database, counts and every byte were checked.`,
    );
    if (report.state !== undefined) say(`Sign-ins and settings are beside it: ${basename(report.state)}.`);
  }
  if (check.damaged.length === 0) return;
  throw new BelfryError('BELFRY_RESTORE_MISMATCH', `${check.damaged.length} files are damaged in the archive itself.`, {
    hint: `The copy is what the archive is. They are:\n  ${check.damaged.slice(0, 20).join('\n  ')}`,
  });
}

/** A directory gets a file named for the day. */
function toTarget(given: string | undefined): string {
  const target = resolve(given ?? '.');
  const isDirectory = statSync(target, { throwIfNoEntry: false })?.isDirectory() === true;
  return isDirectory ? join(target, `belfry-${new Date().toISOString().slice(0, 10)}.db`) : target;
}

function refuseExisting(files: readonly string[], mayReplace: boolean): void {
  for (const file of files.filter((candidate) => existsSync(candidate))) {
    if (!mayReplace || !statSync(file).isFile()) {
      throw new BelfryError('BELFRY_USAGE', `${file} exists.`, { hint: 'Choose another name, or add --force.' });
    }
  }
}

function copy(task: CopyTask): Promise<ArchiveCheck> {
  const line = createWorkLine(process.stderr);
  const worker = new Worker(new URL('./copy-worker.js', import.meta.url), { workerData: task });
  return new Promise<ArchiveCheck>((resolveCheck, reject) => {
    worker.once('error', reject);
    worker.on('message', (reply: CopyReply) => {
      if (reply.kind === 'step') line.show(reply.step, reply.done, reply.total);
      else if (reply.kind === 'done') resolveCheck(reply.check);
      else reject(fromErrorMessage(reply.error));
    });
  })
    .catch((error) => {
      // What failed its check is no backup.
      for (const made of [task.archive.to, task.state?.to]) if (made !== undefined) rmSync(made, { force: true });
      throw error;
    })
    .finally(() => line.clear());
}
