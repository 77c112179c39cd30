import type { Pricer, UsageSource } from '@belfry/core';
import { createUsageReports, toReportJson, type UsageReports } from '@belfry/usage';
import { openConfiguredPricer, type PriceSettings } from '../prices.ts';

/** After so long without a question what was read of the sums is let go. */
const restMs = 5 * 60 * 1000;

/** Reports as JSON, on the thread that reads. */
export interface UsageReader {
  report(name: keyof UsageReports, args: readonly unknown[]): string | undefined;
  setPrices(settings: PriceSettings): void;
}

export function createUsageReader(source: UsageSource, given: PriceSettings): UsageReader {
  let settings = given;
  let pricer: Pricer | undefined;
  let reports: UsageReports | undefined;
  let rest: NodeJS.Timeout | undefined;
  const forget = () => {
    reports = undefined;
  };
  return {
    report(name, args) {
      pricer ??= openConfiguredPricer(settings);
      reports ??= createUsageReports(source, { pricer });
      clearTimeout(rest);
      rest = setTimeout(forget, restMs);
      rest.unref();
      const make = reports[name] as (...given: readonly unknown[]) => object | undefined;
      const report = make(...args);
      return report && toReportJson(report);
    },
    setPrices(next) {
      settings = next;
      pricer = undefined;
      forget();
    },
  };
}
