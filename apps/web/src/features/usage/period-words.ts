import type { UsageGranularity } from '@belfry/core';

const formatters = new Map<string, Intl.DateTimeFormat>();

/** How a period is called below its bar: 14:00, 4 Nov, Nov 2026; `today` where it is. */
export function periodLabel(period: string, granularity: UsageGranularity, today: string): string {
  if (granularity === 'hour') return period.slice(11, 16);
  if (granularity === 'month') return format(period, { month: 'short', year: 'numeric' });
  if (granularity === 'day' && period === today) return 'today';
  return format(period, { day: 'numeric', month: 'short' });
}

/** In full, for headings and whoever cannot see the axis. */
export function periodName(period: string, granularity: UsageGranularity, today: string): string {
  if (granularity === 'hour')
    return `${format(period.slice(0, 10), { weekday: 'short', day: 'numeric', month: 'short' })}, ${period.slice(11, 16)}`;
  if (granularity === 'month') return format(period, { month: 'long', year: 'numeric' });
  if (granularity === 'week') return `week of ${format(period, { day: 'numeric', month: 'short', year: 'numeric' })}`;
  if (period === today) return 'today';
  return format(period, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}

/** A calendar day has no zone: it is read and written as UTC. */
function format(day: string, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
    formatters.set(key, formatter);
  }
  return formatter.format(new Date(day));
}
