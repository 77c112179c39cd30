import type { QuotaSample } from '@belfry/core';

/** Money that went, and where it goes, of a day, a month or a session (its public id as `key`). */
export interface Spend {
  period: 'session' | 'day' | 'month';
  /** Name of the day or month, or public id of the session. */
  key: string;
  at: number;
  costMicros: number;
  /** At the end of the period, when it goes on like this. */
  forecastMicros?: number;
}

/** Transcripts an agent will delete. */
export interface Expiry {
  agent: string;
  sessions: number;
  /** When the first of them goes, ms. */
  firstAt: number;
}

/** A place that cannot be read, until it can. */
export interface SourceTrouble {
  /** Root or file. */
  place: string;
  since: number;
  text: string;
}

/** What rules about everything look at: plain JSON. */
export interface WorldWatch {
  quota: Record<string, QuotaSample>;
  spend: Partial<Record<Spend['period'], Spend>>;
  expiries: Record<string, Expiry>;
  troubles: Record<string, SourceTrouble>;
}

export const emptyWorld: WorldWatch = { quota: {}, spend: {}, expiries: {}, troubles: {} };

/** A sample older than what is known changes nothing: files are read in any order. */
export function watchQuota(world: WorldWatch, sample: QuotaSample): WorldWatch {
  const key = `${sample.agent} ${sample.limit}`;
  const known = world.quota[key];
  if (known !== undefined && Date.parse(known.at) > Date.parse(sample.at)) return world;
  return { ...world, quota: { ...world.quota, [key]: sample } };
}
