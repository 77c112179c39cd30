import type { SessionState, SubagentCounts } from '@belfry/core';
import type { Thresholds } from './thresholds.ts';

/** What is around a session when it is judged. Times are ms since 1970 UTC. */
export interface Surroundings {
  now: number;
  /** Since when belfry listens without a gap: silence before says nothing. */
  listeningSince: number;
  subagents: SubagentCounts;
  /** A subagent that waits for the user of its parent. */
  waiting?: SessionState;
  thresholds?: Thresholds;
}
