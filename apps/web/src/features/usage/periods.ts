import { addDays, mondayOf, monthOf, nextMonth } from './days.ts';
import type { UsageSpan } from './usage-place.ts';

const hourMs = 3_600_000;

/**
 * Keys of every period of a span, ascending, those without usage too; spelled as the summary's rows are.
 * Hours are those of the browser's zone, which is the zone the page asks for.
 */
export function toPeriods(span: UsageSpan): string[] {
  switch (span.granularity) {
    case 'hour':
      return hoursOf(span);
    case 'day':
      return steps(span.from, span.to, (day) => addDays(day, 1));
    case 'week':
      return steps(mondayOf(span.from), span.to, (day) => addDays(day, 7));
    case 'month':
      return steps(monthOf(span.from), span.to, nextMonth);
  }
}

/** Days a period covers within its span, both included: what the session list is asked for. */
export function daysOf(period: string, span: UsageSpan): { from: string; to: string } {
  const first = period.slice(0, 10);
  const last =
    span.granularity === 'week'
      ? addDays(first, 6)
      : span.granularity === 'month'
        ? addDays(nextMonth(first), -1)
        : first;
  return { from: inSpan(first, span), to: inSpan(last, span) };
}

function inSpan(day: string, span: UsageSpan): string {
  if (day < span.from) return span.from;
  return day > span.to ? span.to : day;
}

function steps(from: string, to: string, next: (day: string) => string): string[] {
  const keys: string[] = [];
  for (let day = from; day <= to; day = next(day)) keys.push(day);
  return keys;
}

function hoursOf(span: UsageSpan): string[] {
  const keys: string[] = [];
  const end = midnight(addDays(span.to, 1));
  for (let at = midnight(span.from); at < end; at += hourMs) keys.push(hourKey(new Date(at)));
  return keys;
}

function midnight(day: string): number {
  return new Date(`${day}T00:00:00`).getTime();
}

function hourKey(at: Date): string {
  const ahead = -at.getTimezoneOffset();
  const sign = ahead < 0 ? '-' : '+';
  const offset = `${sign}${two(Math.floor(Math.abs(ahead) / 60))}:${two(Math.abs(ahead) % 60)}`;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:00${offset}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
