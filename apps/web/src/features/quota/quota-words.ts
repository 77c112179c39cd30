import type { QuotaSample } from '@belfry/core';
import { formatClock, formatWhen } from '../../format/time.ts';

const hour = 60;
const day = 24 * hour;

/** "5 hours", "7 days", "weekly" windows by their length; by the agent's own word when it gives none. */
export function windowLabel(sample: Pick<QuotaSample, 'limit' | 'windowMinutes'>): string {
  const { windowMinutes } = sample;
  if (windowMinutes === undefined) return sample.limit.replaceAll('_', ' ');
  if (windowMinutes % day === 0) return windowMinutes === day ? '1 day' : `${windowMinutes / day} days`;
  if (windowMinutes % hour === 0) return windowMinutes === hour ? '1 hour' : `${windowMinutes / hour} hours`;
  return `${windowMinutes} minutes`;
}

/** When the window starts anew; a time that has passed says that the figure is of the window before. */
export function resetLabel(resetsAt: string | undefined, now: number): string {
  if (resetsAt === undefined) return '';
  if (Date.parse(resetsAt) <= now) return 'has been reset since';
  const day = formatWhen(resetsAt, now);
  const clock = formatClock(resetsAt);
  return `resets ${day === clock ? clock : `${day} ${clock}`}`;
}
