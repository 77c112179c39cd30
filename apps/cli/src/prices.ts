import type { Pricer } from '@belfry/core';
import { openPricer } from '@belfry/pricing';
import type { Config } from './config/resolve.ts';

/** What prices are made of; can cross to another thread. */
export interface PriceSettings {
  overrides: Config['pricing']['overrides'];
  /** Prices a refresh left; only where that is on. */
  path: string | undefined;
}

export function toPriceSettings({ pricing }: Pick<Config, 'pricing'>, paths: { pricesFile: string }): PriceSettings {
  return { overrides: pricing.overrides, path: pricing.refresh ? paths.pricesFile : undefined };
}

/** The prices every command and the daemon report with. */
export function openConfiguredPricer(settings: PriceSettings): Pricer {
  return openPricer(settings);
}
