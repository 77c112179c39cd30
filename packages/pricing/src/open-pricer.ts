import type { Pricer } from '@belfry/core';
import { createPricer } from './create-pricer.ts';
import { newestTable, readPriceFile } from './price-file.ts';
import type { PriceOverride } from './price-override.ts';

/** A pricer over the bundled prices, those a refresh left at `path`, and what the user set. */
export function openPricer({
  path,
  overrides = {},
}: {
  path?: string | undefined;
  overrides?: Readonly<Record<string, PriceOverride>> | undefined;
} = {}): Pricer {
  const file = path === undefined ? undefined : readPriceFile(path);
  return createPricer({
    table: newestTable(file),
    overrides,
    ...(file?.refreshedAt === undefined ? {} : { refreshedAt: file.refreshedAt }),
  });
}
