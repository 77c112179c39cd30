import { readContext } from '../context.ts';
import { openConfiguredPricer, toPriceSettings } from '../prices.ts';
import type { UsageContext } from './usage-context.ts';

/** What the configuration file says of reports. */
export function readConfigured(): Pick<UsageContext, 'machine' | 'roots' | 'pricer'> {
  const { config, paths } = readContext();
  return {
    machine: config.machine,
    roots: config.roots,
    pricer: openConfiguredPricer(toPriceSettings(config, paths)),
  };
}
