// Prices of tokens

export { createPricer, type PricerOptions } from './create-pricer.ts';
export { openPricer } from './open-pricer.ts';
export { PriceOverride } from './price-override.ts';

// Tables: the one that comes with the package, and how to get a newer one

export { bundledPrices } from './bundled-prices.ts';
export { DatedPrice, ModelPrices, PriceTable, RateRow } from './price-table.ts';
export { type PriceFile, readPriceFile } from './price-file.ts';
export { priceSource, type RefreshOptions, refreshPrices } from './refresh-prices.ts';
