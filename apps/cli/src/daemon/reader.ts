import type { UsagePort } from '@belfry/api';
import type { Logger } from '@belfry/core';
import type { ReadStore } from '@belfry/store';
import type { UsageReports } from '@belfry/usage';
import type { PriceSettings } from '../prices.ts';
import { type ReaderCalls, readMethods } from './reader-protocol.ts';
import { createRestingThread } from './resting-thread.ts';
import { openRpcThread } from './rpc-thread.ts';

/** Quiet time after which the reader's memory is worth more than the moment it takes to start again. */
const restAfterMs = 60_000;

export interface Reader extends ReadStore {
  readonly usage: UsagePort;
  /** Reports are made with these from now on, also by a reader that is started anew. */
  setPrices(settings: PriceSettings): Promise<void>;
  /** Lets go of the archive, does what is `between`, and opens the one that is there then. */
  reopen(between?: () => Promise<void> | void): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The read store on a thread of its own, at rest while nobody reads. A reader that dies is started anew; calls made
 * meanwhile are refused.
 */
export async function openReader(options: {
  entry: URL;
  archivePath: string;
  prices: PriceSettings;
  logger: Logger;
  restAfterMs?: number;
}): Promise<Reader> {
  const { archivePath, ...rest } = options;
  let { prices } = options;
  const thread = await openRpcThread<ReaderCalls, Record<string, never>>({
    ...rest,
    name: 'reader',
    workerData: () => ({ archivePath, prices }),
    events: {},
    open: (calls) => calls.open(),
    close: (calls) => calls.close(),
  });
  const ask = createRestingThread(thread, options.restAfterMs ?? restAfterMs);
  const call =
    (method: keyof ReadStore) =>
    (...args: unknown[]): Promise<unknown> =>
      ask((calls) => (calls[method] as (...given: unknown[]) => Promise<unknown>)(...args));
  const report =
    (name: keyof UsageReports) =>
    (...args: unknown[]) =>
      ask((calls) => calls.usageReport(name, args));
  return {
    usage: Object.fromEntries(reportNames.map((name) => [name, report(name)])) as unknown as UsagePort,
    async setPrices(settings) {
      prices = settings;
      await ask((calls) => calls.setPrices(settings));
    },
    ...(Object.fromEntries(readMethods.map((method) => [method, call(method)])) as unknown as ReadStore),
    reopen: thread.reopen,
    stop: thread.stop,
  };
}

/** The reports as names; `satisfies` makes a missing one a type error. */
const reportNames = Object.keys({
  summary: true,
  sessions: true,
  blocks: true,
  quota: true,
  session: true,
  requests: true,
  series: true,
} satisfies Record<keyof UsageReports, true>) as (keyof UsageReports)[];
