const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** 41s · 6m 02s · 38m (from 10 minutes) · 1h 24m · 3d 4h. Negative spans, which clocks cause, are 0s. */
export function formatDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < minute) return `${Math.floor(span / second)}s`;
  if (span < 10 * minute) return `${Math.floor(span / minute)}m ${two((span % minute) / second)}s`;
  if (span < hour) return `${Math.floor(span / minute)}m`;
  if (span < day) return `${Math.floor(span / hour)}h ${two((span % hour) / minute)}m`;
  return `${Math.floor(span / day)}d ${Math.floor((span % day) / hour)}h`;
}

/** How long something took: below ten seconds with a decimal, below one in milliseconds. */
export function formatElapsed(ms: number): string {
  if (ms < second) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10 * second) return `${(ms / second).toFixed(1)}s`;
  return formatDuration(ms);
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
