import type { ReadStore } from '@belfry/store';
import type { UsageReports } from '@belfry/usage';
import type { PriceSettings } from '../prices.ts';

/** What the main thread asks of the reader worker. */
export interface ReaderCalls extends ReadStore {
  open(): Promise<void>;
  /** A report of usage as JSON; nothing when there is no such session. */
  usageReport(name: keyof UsageReports, args: unknown[]): Promise<string | undefined>;
  setPrices(settings: PriceSettings): Promise<void>;
  close(): Promise<void>;
}

/** The reads as names, so that they can be handed on; `satisfies` below makes a missing one a type error. */
export const readMethods = Object.keys({
  sessions: true,
  sessionFacets: true,
  session: true,
  sessionByPath: true,
  messages: true,
  toolCalls: true,
  toolCall: true,
  image: true,
  rawRecords: true,
  search: true,
  children: true,
  sessionTree: true,
  feed: true,
  edits: true,
  projects: true,
  agents: true,
  machines: true,
  stats: true,
  derived: true,
  disk: true,
  issues: true,
} satisfies Record<keyof ReadStore, true>) as (keyof ReadStore)[];
