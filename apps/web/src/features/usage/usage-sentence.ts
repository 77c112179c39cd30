import { formatMicros } from '../../format/figures.ts';
import { dayOf } from '../../format/time.ts';
import { forecastMonth, forecastToday } from './forecast.ts';
import type { Headline } from './usage-report.svelte.ts';

export interface UsageSentence {
  strong: string;
  rest: string;
  /** What today comes to, where that can be said. */
  byTonightMicros: number | undefined;
}

/** What is spent today and this month, and where the month is going: the page's heading. */
export function sayUsage({ month, hours }: Headline, now: number): UsageSentence {
  const at = new Date(now);
  const today = dayOf(at);
  const days = month.daily.map(({ date, costMicros }) => ({ day: date, costMicros }));
  const spentToday = days.find(({ day }) => day === today)?.costMicros ?? 0;
  const fraction = (at.getHours() * 60 + at.getMinutes()) / 1440;
  const heading = forecastMonth(days, today, fraction);
  const byHour = hours.daily.map(({ date, costMicros }) => ({ hour: date, costMicros }));
  const { costMicros } = month.totals;
  const soFar =
    costMicros === 0 && month.totals.totalTokens === 0
      ? ', nothing this month'
      : `, ${formatMicros(costMicros)} this month`;
  return {
    strong: spentToday === 0 ? 'Nothing spent today' : `${formatMicros(spentToday)} today`,
    rest: heading === undefined ? soFar : `${soFar}, heading for about ${formatMicros(heading)}`,
    byTonightMicros: forecastToday(byHour, today, at.getHours()),
  };
}
