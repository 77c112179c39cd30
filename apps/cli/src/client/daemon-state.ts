import type { SyncStatus } from '@belfry/api/contract';
import type { CommandContext } from '../context.ts';
import { findDaemon } from './daemon-client.ts';

/** Whether a daemon of this home runs, and what it does; as `status` and `doctor` print it. */
export interface DaemonState {
  running: boolean;
  url?: string;
  pid?: number;
  version?: string;
  sync?: SyncStatus['progress'];
}

/** Asks the daemon when one runs; `roots` is what it watches. */
export async function readDaemonState(
  context: CommandContext,
): Promise<{ daemon: DaemonState; roots?: SyncStatus['roots']; notices?: SyncStatus['notices'] }> {
  const daemon = await findDaemon(context);
  if (daemon === undefined) return { daemon: { running: false } };
  const { progress, roots, notices } = await daemon.request<SyncStatus>('GET', 'api/v1/sync');
  const { pid, version } = daemon.server;
  return { daemon: { running: true, url: daemon.url, pid, version, sync: progress }, roots, notices };
}
