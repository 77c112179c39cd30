import { priceSource, readPriceFile } from '@belfry/pricing';
import type { CommandContext } from '../context.ts';
import { openConfiguredPricer, toPriceSettings } from '../prices.ts';

/** Which prices reports are made with. */
export interface PriceReport {
  source: string;
  /** Day the prices were taken. */
  date: string;
  /** Models whose price the configuration sets. */
  overrides: string[];
  /** Prices are fetched once a day. */
  refresh: boolean;
  refreshedAt?: string;
  /** The last time they were asked for, when that failed. */
  failedAt?: string;
}

export function readPriceReport({ config, paths }: CommandContext): PriceReport {
  const settings = toPriceSettings(config, paths);
  const { provenance } = openConfiguredPricer(settings);
  const file = settings.path === undefined ? undefined : readPriceFile(settings.path);
  const hasFailed = file !== undefined && file.attemptedAt !== file.refreshedAt;
  return {
    ...provenance,
    refresh: config.pricing.refresh,
    ...(hasFailed ? { failedAt: file.attemptedAt } : {}),
  };
}

export function toPriceLines({ source, date, overrides, refresh, refreshedAt, failedAt }: PriceReport): string[] {
  const fresh = refreshedAt === undefined ? '' : `, refreshed ${refreshedAt}`;
  return [
    `${source}, ${date}${fresh}`,
    ...(overrides.length === 0 ? [] : [`set in config.toml: ${overrides.join(', ')}`]),
    ...(refresh && failedAt !== undefined
      ? [`not refreshed since: the attempt of ${failedAt} failed, the log says why`]
      : []),
  ];
}

/** What leaves this machine for the sake of prices. */
export function priceRequests({ refresh }: PriceReport): string[] {
  return refresh ? [`once a day: GET ${priceSource} ([pricing] refresh)`] : [];
}
