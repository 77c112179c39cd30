import { BelfryError, type Clock, systemClock } from '@belfry/core';
import { writeFileAtomic } from '@belfry/core/node';
import Type from 'typebox';
import { Check } from 'typebox/value';
import { mergeTables } from './merge-tables.ts';
import { newestTable, readPriceFile } from './price-file.ts';
import type { PriceTable } from './price-table.ts';
import { classesOf } from './service-classes.ts';
import { type ProviderData, toPriceTable, withoutUnknownSteps } from './to-price-table.ts';

/** Where a refresh asks. */
export const priceSource =
  'https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/new_data/v2/data_slim.json';

export interface RefreshOptions {
  /** Where the prices are kept; its directory exists. */
  path: string;
  /** Between two attempts, successful or not; default one day. */
  everyMs?: number;
  url?: string;
  fetch?: typeof globalThis.fetch;
  clock?: Clock;
}

/** Only what is read of it; everything else may change. */
const Providers = Type.Array(
  Type.Object({
    id: Type.String(),
    models: Type.Array(
      Type.Object({
        id: Type.String(),
        match: Type.Object({}),
        prices: Type.Union([Type.Array(Type.Object({ prices: Type.Object({}) })), Type.Object({})]),
      }),
    ),
  }),
  { minItems: 1 },
);

const timeoutMs = 30_000;
const dayMs = 86_400_000;

/**
 * Fetches prices, unless that was tried less than `everyMs` ago. The attempt is noted before the request, so that
 * failures wait as well. Returns whether there are new prices.
 * @throws BELFRY_PRICES_UNAVAILABLE; the prices there were stay
 */
export async function refreshPrices(options: RefreshOptions): Promise<boolean> {
  const { path, everyMs = dayMs, url = priceSource, fetch = globalThis.fetch, clock = systemClock } = options;
  const file = readPriceFile(path);
  const now = clock.now();
  const lastMs = file === undefined ? Number.NEGATIVE_INFINITY : Date.parse(file.attemptedAt);
  // A clock set back must not hold a refresh up for years.
  if (now - lastMs < everyMs && now >= lastMs) return false;
  const attemptedAt = new Date(now).toISOString();
  writeFileAtomic(path, JSON.stringify({ ...file, attemptedAt }));
  const fresh = toTable(await request(url, fetch), url, attemptedAt.slice(0, 10));
  const table = mergeTables(newestTable(file), fresh);
  writeFileAtomic(path, JSON.stringify({ attemptedAt, refreshedAt: attemptedAt, table }));
  return true;
}

async function request(url: string, fetch: typeof globalThis.fetch): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    if (!response.ok) throw new Error(`the answer was ${response.status}`);
    return await response.json();
  } catch (cause) {
    throw unavailable(url, (cause as Error).message, cause);
  }
}

function toTable(data: unknown, url: string, date: string): PriceTable {
  if (!Check(Providers, data)) throw unavailable(url, 'the answer is no price list');
  let table: PriceTable;
  try {
    table = toPriceTable(data as unknown as ProviderData[], { source: 'genai-prices', date, classes: classesOf });
  } catch (cause) {
    throw unavailable(url, 'the answer is no price list this version can read', cause);
  }
  return withoutUnknownSteps(table);
}

function unavailable(url: string, why: string, cause?: unknown): BelfryError {
  return new BelfryError('BELFRY_PRICES_UNAVAILABLE', `No prices from ${url}: ${why}`, {
    cause,
    hint: 'The prices there were stay valid; it is tried again in a day. [pricing] refresh = false ends it.',
  });
}
