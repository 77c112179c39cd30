import type { PriceTable } from './price-table.ts';
import table from './prices.json' with { type: 'json' };

/** The prices this package comes with; `scripts/snapshot.ts` renews them. */
export const bundledPrices: PriceTable = table as PriceTable;
