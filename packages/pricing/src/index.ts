export { createPricer, type PricerOptions } from './create-pricer.ts';
export { PriceOverride } from './price-override.ts';
