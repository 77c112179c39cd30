import type { Clock, SyncProgress } from '@belfry/core';

export type BacklogProgress = Pick<SyncProgress, 'filesDone' | 'bytesDone' | 'issues'>;

/** Where the import stands; says so at most every 200 ms, and always at its start and end. */
export interface SyncStatus {
  current(): SyncProgress;
  scanning(): void;
  begin(filesTotal: number, bytesTotal: number): void;
  advance(progress: BacklogProgress): void;
  end(): void;
}

const quietMs = 200;

export function createSyncStatus(clock: Clock, onChange: (progress: SyncProgress) => void): SyncStatus {
  let progress: SyncProgress = { phase: 'idle', filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0, issues: 0 };
  let toldAt = 0;
  const tell = (next: SyncProgress, always: boolean) => {
    progress = next;
    if (!always && clock.now() - toldAt < quietMs) return;
    toldAt = clock.now();
    onChange(progress);
  };
  const iso = () => new Date(clock.now()).toISOString();
  return {
    current: () => progress,
    scanning: () => tell({ ...progress, phase: 'scanning' }, true),
    begin: (filesTotal, bytesTotal) =>
      tell(
        { phase: 'importing', filesDone: 0, filesTotal, bytesDone: 0, bytesTotal, issues: 0, startedAt: iso() },
        true,
      ),
    advance: (done) => tell({ ...progress, ...done }, false),
    end: () => tell({ ...progress, phase: 'idle', finishedAt: iso() }, true),
  };
}
