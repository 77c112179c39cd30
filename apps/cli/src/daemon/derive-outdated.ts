import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from '@belfry/core';
import type { Derivation, FailedFamily } from '@belfry/store';

/** Between two transactions: whoever waits to write a live line gets its turn. */
const betweenMs = 5;

/** Brings rows of older parsers up to date, one family of sessions after the other; goes on where it was left. */
export async function deriveOutdated(options: {
  derivation: Derivation | undefined;
  signal: AbortSignal;
  onCommitted(changes: Change[]): void;
  onFailed(failure: FailedFamily): void;
}): Promise<void> {
  for (const changes of options.derivation?.run(options.onFailed) ?? []) {
    if (changes.length > 0) options.onCommitted(changes);
    if (options.signal.aborted) return;
    await sleep(betweenMs);
  }
}
