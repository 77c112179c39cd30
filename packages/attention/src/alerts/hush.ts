import type { Alert } from '@belfry/core';

/** What shall not ring: one session, one rule, one project, or several of these together. */
export interface Mute {
  sessionId?: string;
  rule?: string;
  project?: string;
  /** ms since 1970 UTC; without it until it is taken back. */
  until?: number;
}

/** Times of the day at which nothing rings, by the clock of the place. */
export interface QuietHours {
  /** Minutes after midnight; from later than to goes over midnight. */
  fromMinute: number;
  toMinute: number;
  /** What is urgent rings all the same. */
  letsUrgentThrough: boolean;
}

/** Tells the clock of a place; the composition root hands one in, because zones are no business of rules. */
export type MinuteOfDay = (atMs: number) => number;

export function isMuted(
  alert: Pick<Alert, 'sessionId' | 'rule' | 'project'>,
  mutes: readonly Mute[],
  now: number,
): boolean {
  return mutes.some(
    ({ sessionId, rule, project, until }) =>
      (until === undefined || now < until) &&
      (sessionId ?? rule ?? project) !== undefined &&
      (sessionId === undefined || sessionId === alert.sessionId) &&
      (rule === undefined || rule === alert.rule) &&
      (project === undefined || project === alert.project),
  );
}

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** When the quiet hours that hold at `now` end; `undefined` outside of them. */
export function quietUntil(
  { fromMinute, toMinute }: QuietHours,
  minuteOfDay: MinuteOfDay,
  now: number,
): number | undefined {
  const minute = minuteOfDay(now);
  const isInside =
    fromMinute <= toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
  if (!isInside) return undefined;
  const left = (toMinute - minute + dayMinutes) % dayMinutes;
  // To the minute: a night in which the clocks change ends an hour early or late, and is then looked at again.
  return Math.floor(now / minuteMs) * minuteMs + left * minuteMs;
}
