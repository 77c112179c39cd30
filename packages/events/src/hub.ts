import type { BelfryEvent, BelfryEventType } from '@belfry/core';

/** A published event with its id: `<boot>.<seq>`, `seq` counts from 1 without gaps. */
export interface HubEvent {
  id: string;
  event: BelfryEvent;
}

export interface SubscribeOptions {
  types?: readonly BelfryEventType[];
  /** Only events of this session (events without a session are left out). */
  sessionId?: string;
  /** Resume after this id; an unknown or too old id yields a `reset` first. */
  since?: string;
  /** Queue bound, default 1,024 events. */
  capacity?: number;
}

/** What a subscriber reads: events, or word that some were lost and it must refetch. */
export type Delivery =
  | { kind: 'event'; id: string; event: BelfryEvent }
  | { kind: 'reset'; reason: 'gap' | 'overflow' | 'restart'; id: string };
