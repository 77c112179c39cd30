import type { BelfryEvent } from '@belfry/core';

/** An event as published. One object for all subscribers: read it, never change it. */
export interface EventDelivery {
  readonly kind: 'event';
  /** `<boot>.<seq>` */
  readonly id: string;
  readonly event: BelfryEvent;
}

/**
 * Events were lost to this subscriber; whatever it has built from events must be read again.
 * `restart`: the resume id is of another process · `gap`: it is older than what is kept, or never was ·
 * `overflow`: the subscriber did not read fast enough.
 */
export interface ResetDelivery {
  readonly kind: 'reset';
  readonly reason: ResetReason;
  /** Deliveries after this one are newer than this id. */
  readonly id: string;
}

export type ResetReason = 'gap' | 'overflow' | 'restart';
export type Delivery = EventDelivery | ResetDelivery;
