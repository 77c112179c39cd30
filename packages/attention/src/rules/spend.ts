import { defineWorldRule, type Finding } from './rule.ts';

/** Budgets in micro-dollars; without one nothing is said. */
interface Budgets {
  sessionMicros?: number;
  dayMicros?: number;
  monthMicros?: number;
}

const budgets: Budgets = {};

/** A budget is spent, or will be when it goes on like this. */
export const spend = defineWorldRule({
  id: 'spend',
  title: 'Budget',
  severity: 'warning',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 0,
  settings: budgets,
  find({ spend: spent }, { sessionMicros, dayMicros, monthMicros }) {
    const limits = { session: sessionMicros, day: dayMicros, month: monthMicros };
    const findings = Object.values(spent).flatMap(({ period, key, at, costMicros, forecastMicros }): Finding[] => {
      const budget = limits[period];
      if (budget === undefined) return [];
      const data = { period, costMicros, budgetMicros: budget };
      const what = `${toDollars(costMicros)} of ${toDollars(budget)} for ${period} ${key}`;
      if (costMicros >= budget) {
        return [{ key: `${period} ${key}`, since: at, title: 'Budget spent', details: `Spent ${what}.`, data }];
      }
      if (forecastMicros === undefined || forecastMicros <= budget) return [];
      const details = `Spent ${what}; like this it will be ${toDollars(forecastMicros)}.`;
      return [
        { key: `${period} ${key} forecast`, since: at, title: 'Budget will be spent', details, data, severity: 'info' },
      ];
    });
    return { findings };
  },
});

function toDollars(micros: number): string {
  return `$${(micros / 1_000_000).toFixed(2)}`;
}
