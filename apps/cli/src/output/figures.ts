/** Whole up to 999, then three figures and a letter: 12.4k, 640k, 1.12M. */
export function formatCount(value: number): string {
  if (Math.abs(value) < 1000) return String(value);
  for (const [limit, unit] of [
    [1e6, 'k'],
    [1e9, 'M'],
    [1e12, 'G'],
  ] as const) {
    if (Math.abs(value) >= limit) continue;
    const scaled = value / (limit / 1000);
    const places = scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2;
    const text = scaled.toFixed(unit === 'k' && places === 2 ? 1 : places);
    return `${text}${unit}`;
  }
  return value.toExponential(2);
}

/** `1 issue`, `1,234 issues`. */
export function formatCountOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Decimal bytes: 1 MB is 10^6 bytes. */
export function formatBytes(value: number): string {
  if (value < 1000) return `${value} B`;
  if (value < 1e6) return `${(value / 1e3).toFixed(value < 1e4 ? 1 : 0)} kB`;
  if (value < 1e9) return `${(value / 1e6).toFixed(value < 1e7 ? 1 : 0)} MB`;
  return `${(value / 1e9).toFixed(2)} GB`;
}

/** 41s, 6m 02s, 38m (from 10 minutes), 1h 24m, 3d 4h. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (seconds < 60) return `${seconds}s`;
  if (minutes < 10) return `${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
  if (minutes < 60) return `${minutes}m`;
  if (hours < 24) return `${hours}h ${minutes % 60}m`;
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** Local time, minute precision: `2026-11-03 14:05`. */
export function formatTime(iso: string | undefined): string {
  if (iso === undefined) return 'no time';
  const date = new Date(iso);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
