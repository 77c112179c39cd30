import type { QuotaWindow } from '@belfry/core';
import { formatPercent } from '../../format/figures.ts';
import { formatClock, formatWhen } from '../../format/time.ts';
import { agentName } from '../sessions/agents.ts';

/** One window in words: how full, where it is going, when it starts anew. */
export function sayQuota(window: QuotaWindow, now: number): string {
  const name = `${agentName(window.agent).label}, ${window.label}`;
  const used = formatPercent(window.current.usedPercent);
  if (window.isExpired) {
    const since = window.current.resetsAt === undefined ? 'too old to hold now' : 'reset since';
    return `${name}: ${used} when last heard of, and ${since}`;
  }
  const { forecast } = window;
  const going =
    forecast === undefined
      ? ''
      : forecast.runsOutAt !== undefined
        ? `, on course to be full about ${moment(forecast.runsOutAt, now)}`
        : forecast.percentAtReset !== undefined
          ? `, on course for about ${formatPercent(forecast.percentAtReset.expected)} at its reset`
          : '';
  const reset = window.current.resetsAt === undefined ? '' : `, resets ${moment(window.current.resetsAt, now)}`;
  return `${name}: ${used} used${going}${reset}`;
}

/** How sure the run-out time is: "between 16:05 and 16:25". */
export function sayBand(window: QuotaWindow, now: number): string {
  const { forecast } = window;
  if (window.isExpired || forecast === undefined) return '';
  if (forecast.runsOutAt === undefined) {
    const reset = forecast.percentAtReset;
    return reset === undefined
      ? ''
      : `About ${formatPercent(reset.expected)} when it resets (${formatPercent(reset.low)} to ${formatPercent(Math.min(reset.high, 100))}), if it goes on like this.`;
  }
  const early = forecast.earliest === undefined ? undefined : moment(forecast.earliest, now);
  const late = forecast.latest === undefined ? undefined : moment(forecast.latest, now);
  if (early === undefined) return 'It runs out before it resets, if it goes on like this.';
  return late === undefined
    ? `It runs out between ${early} and its reset, or just lasts.`
    : `It runs out between ${early} and ${late}, if it goes on like this.`;
}

function moment(iso: string, now: number): string {
  const day = formatWhen(iso, now);
  const clock = formatClock(iso);
  return day === clock ? clock : `${day} ${clock}`;
}
