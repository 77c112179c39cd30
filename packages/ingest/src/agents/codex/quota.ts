import { count, name, object, type RawObject, timeMs } from '../raw-fields.ts';
import type { Reading } from './reading.ts';
import type { SaidQuota } from './state.ts';

/** Reset times told as seconds from now wander with each record; less than this is no change. */
const resetJitterMs = 60_000;

interface Window {
  limit: string;
  usedPercent: number;
  windowMinutes?: number;
  resetsAt?: number;
}

/** Emits the windows of a `rate_limits` object whose figures changed since they were last said. */
export function sayQuota(reading: Reading, limits: RawObject): void {
  const at = reading.at ?? reading.state.at;
  // A copied record has the time of the copy, at which its figures were already history.
  if (at === undefined || reading.inherited) return;
  const plan = name(limits, 'plan_type');
  const id = name(limits, 'limit_id');
  for (const slot of ['primary', 'secondary']) {
    const window = readWindow(object(limits, slot), slot, at);
    if (window === undefined) continue;
    if (id !== undefined && id !== 'codex') window.limit = `${id}/${window.limit}`;
    const next: SaidQuota = [window.usedPercent, window.resetsAt ?? 0, window.windowMinutes ?? 0, plan ?? ''];
    if (isUnchanged(reading.state.quota[window.limit], next)) continue;
    reading.state.quota = { ...reading.state.quota, [window.limit]: next };
    reading.facts.push({
      type: 'quota',
      session: reading.state.session,
      span: reading.span,
      limit: window.limit,
      usedPercent: window.usedPercent,
      at,
      ...(window.windowMinutes !== undefined && { windowMinutes: window.windowMinutes }),
      ...(window.resetsAt !== undefined && { resetsAt: window.resetsAt }),
      ...(plan !== undefined && { plan }),
    });
  }
}

function readWindow(window: RawObject | undefined, slot: string, at: number): Window | undefined {
  const usedPercent = window?.used_percent;
  if (window === undefined || typeof usedPercent !== 'number' || !Number.isFinite(usedPercent)) return undefined;
  const windowMinutes = count(window, 'window_minutes');
  const seconds = count(window, 'resets_in_seconds');
  const resetsAt = timeMs(window, 'resets_at') ?? (seconds === undefined ? undefined : at + seconds * 1000);
  return {
    limit: labelOf(windowMinutes) ?? slot,
    usedPercent,
    ...(windowMinutes !== undefined && { windowMinutes }),
    ...(resetsAt !== undefined && { resetsAt }),
  };
}

/** Plans differ in which slot holds which window, so the length names it. Early versions were a minute short. */
function labelOf(minutes: number | undefined): string | undefined {
  if (minutes === undefined || minutes === 0) return undefined;
  if (minutes === 299 || minutes === 300) return 'five_hour';
  if (minutes === 10_079 || minutes === 10_080) return 'seven_day';
  return `${minutes}_minutes`;
}

function isUnchanged(said: SaidQuota | undefined, next: SaidQuota): boolean {
  if (said === undefined) return false;
  const [percent, reset, ...rest] = next;
  return percent === said[0] && Math.abs(reset - said[1]) < resetJitterMs && rest[0] === said[2] && rest[1] === said[3];
}
