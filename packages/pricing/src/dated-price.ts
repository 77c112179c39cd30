import type { Rates } from '@belfry/core';
import type { DatedPrice, ModelPrices } from './price-table.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** The price valid at a time, and the time until which no other takes its place. */
export interface ValidPrice {
  /** Nothing before the first price. */
  price: DatedPrice | undefined;
  /** ms since 1970; [from, until) */
  from: number;
  until: number;
}

/** The last price whose day has come and whose hours these are. */
export function priceAt(model: ModelPrices, at: number): ValidPrice {
  const price = model.prices.findLast((one) => isValid(one, at));
  const edges = model.prices.flatMap((one) => edgesAround(one, at));
  return {
    price,
    from: Math.max(Number.NEGATIVE_INFINITY, ...edges.filter((edge) => edge <= at)),
    until: Math.min(Number.POSITIVE_INFINITY, ...edges.filter((edge) => edge > at)),
  };
}

function isValid({ from, minutes }: DatedPrice, at: number): boolean {
  if (from !== undefined && at < Date.parse(from)) return false;
  if (minutes === undefined) return true;
  const [begin, end] = minutes;
  const minute = (at - Math.floor(at / dayMs) * dayMs) / minuteMs;
  return end < begin ? minute >= begin || minute < end : minute >= begin && minute < end;
}

/** Times near `at` at which the price may come or go. */
function edgesAround({ from, minutes }: DatedPrice, at: number): number[] {
  const midnight = Math.floor(at / dayMs) * dayMs;
  const hours = (minutes ?? []).flatMap((minute) =>
    [midnight - dayMs, midnight, midnight + dayMs].map((day) => day + minute * minuteMs),
  );
  return from === undefined ? hours : [Date.parse(from), ...hours];
}

/** Rates of a request by its prompt size and its price class; nothing when the class has no price. */
export function toRates(
  { rates, steps = [] }: DatedPrice,
  { promptOver, thousandths }: { promptOver: number; thousandths: number },
): Rates {
  const row = steps.findLast(({ over }) => promptOver >= over)?.rates ?? rates;
  const scale = (value: number) => (BigInt(value) * BigInt(thousandths)) / 1000n;
  const write = row.cacheWrite ?? row.input;
  const result: Rates = {
    input: scale(row.input),
    output: scale(row.output),
    cacheRead: scale(row.cacheRead ?? row.input),
    cacheWrite5m: scale(write),
    cacheWrite1h: scale(row.cacheWrite1h ?? write),
  };
  // A search costs the same however fast the tokens around it come.
  if (row.webSearch !== undefined) result.webSearch = BigInt(row.webSearch);
  return result;
}
