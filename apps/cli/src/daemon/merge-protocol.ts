import type { Change } from '@belfry/core';
import type { KeepingStep } from '@belfry/store';
import type { MergeResult } from '../keeping/merge-backup.ts';

/** What a process that merges a backup needs to know. */
export interface MergeTask {
  archivePath: string;
  backupPath: string;
  /** Name of this machine. */
  machine: string;
}

/** What the parent asks of it. */
export interface MergeCalls {
  run(task: MergeTask): Promise<MergeResult>;
}

/** What it tells its parent. */
export interface MergeEvents {
  progressed(progress: Pick<KeepingStep, 'step' | 'done' | 'total'>, changes: Change[]): void;
}
