import type { DatedPrice, ModelPrices, PriceTable } from './price-table.ts';

/**
 * A newer table that does not re-price the past: where a model's prices differ without the newer table saying since
 * when, the older ones stay valid up to the newer table's day. Models only the older table has keep their price.
 */
export function mergeTables(older: PriceTable, newer: PriceTable): PriceTable {
  const known = new Map(older.models.map((model) => [nameOf(model), model]));
  const models = newer.models.map((model) => {
    const before = known.get(nameOf(model));
    known.delete(nameOf(model));
    return before === undefined ? model : mergePrices(before, model, newer.date);
  });
  return { ...newer, models: [...models, ...known.values()].sort((a, b) => compare(nameOf(a), nameOf(b))) };
}

function mergePrices(older: ModelPrices, newer: ModelPrices, day: string): ModelPrices {
  const names = [...new Set([...newer.names, ...older.names])];
  // Its list goes on where the older one ended, with dates: it says itself what was valid when.
  const goesOn = older.prices.every((price, index) => isSame(price, newer.prices[index]));
  const isDated = newer.prices.slice(older.prices.length).every(({ from }) => from !== undefined);
  if (goesOn && isDated) return { ...newer, names };
  if (isSame(older.prices.slice(-newer.prices.length).map(undated), newer.prices.map(undated))) {
    return { ...newer, names, prices: older.prices };
  }
  const since = newer.prices.map((price) => ({ ...price, from: later(price.from, day) }));
  return { ...newer, names, prices: [...older.prices, ...since] };
}

function undated({ from: _, ...price }: DatedPrice): Omit<DatedPrice, 'from'> {
  return price;
}

function later(from: string | undefined, day: string): string {
  return from === undefined || from < day ? day : from;
}

function nameOf({ provider, names: [own = ''] }: ModelPrices): string {
  return `${provider}/${own}`;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
