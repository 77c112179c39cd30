import type { ModelUsage } from '@belfry/core';
import { compareMoney } from './money.ts';
import type { PricedSum } from './sum-cells.ts';
import { addSum, newSum, toFigures, type UsageSum } from './usage-sum.ts';

/** Sums by a name of their series. */
export function sumBy(sums: readonly PricedSum[], nameOf: (one: PricedSum) => string): Map<string, UsageSum> {
  const byName = new Map<string, UsageSum>();
  for (const one of sums) {
    const name = nameOf(one);
    let known = byName.get(name);
    if (known === undefined) {
      known = newSum();
      byName.set(name, known);
    }
    addSum(known, one.sum);
  }
  return byName;
}

export function addAll(into: Map<string, UsageSum>, from: ReadonlyMap<string, UsageSum>): void {
  for (const [name, sum] of from) into.set(name, addSum(into.get(name) ?? newSum(), sum));
}

export function total(sums: Iterable<{ sum: UsageSum }>): UsageSum {
  const into = newSum();
  for (const { sum } of sums) addSum(into, sum);
  return into;
}

/** Dearest first, then by name. */
export function toRows<Name extends object>(byName: ReadonlyMap<string, UsageSum>, toName: (name: string) => Name) {
  return [...byName]
    .sort(([a, { cost }], [b, other]) => compareMoney(other.cost, cost) || (a < b ? -1 : 1))
    .map(([name, sum]) => ({ ...toName(name), ...toFigures(sum) }));
}

export function toModelRows(byModel: ReadonlyMap<string, UsageSum>): (ModelUsage & { modelName: string })[] {
  return toRows(byModel, (model) => ({ modelName: model, model }));
}
