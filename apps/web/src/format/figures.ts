const units = [
  { at: 1e9, sign: 'B' },
  { at: 1e6, sign: 'M' },
  { at: 1e3, sign: 'k' },
] as const;

/** Tokens at a glance: 999, 12.4k, 640k, 1.12M, 462M. */
export function formatTokens(count: number): string {
  // 99,950 would round to "100.0k", so a unit's finer form ends half a step early.
  const unit = units.find(({ at }) => count >= at * 0.9995) ?? undefined;
  if (unit === undefined || count < 1000) return String(Math.round(count));
  const value = count / unit.at;
  if (value >= 99.95) return `${Math.round(value)}${unit.sign}`;
  if (unit.at === 1e3) return `${value.toFixed(1)}k`;
  return `${value.toFixed(value < 9.995 ? 2 : 1)}${unit.sign}`;
}

/** Whole percent; "<1%" and ">99%" where rounding would claim nothing or everything. */
export function formatPercent(percent: number): string {
  if (percent > 0 && percent < 0.5) return '<1%';
  if (percent >= 99.5 && percent < 100) return '>99%';
  return `${Math.round(percent)}%`;
}

/** Counts with the locale's thousands separators. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** Bytes in decimal units: 812 B, 41 kB, 3.2 MB, 1.4 GB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  const [value, unit] = bytes < 999_950_000 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${value < 99.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** Micro-dollars as dollars, from the integer: $1.84, $0.0042, <$0.0001; from $1,000 without cents. */
export function formatMicros(micros: number): string {
  if (micros < 0) return `−${formatMicros(-micros)}`;
  if (micros === 0) return '$0.00';
  if (micros < 100) return '<$0.0001';
  if (micros < 10_000) return `$${toDecimal(micros, 4)}`;
  if (micros < 1_000_000_000) return `$${toDecimal(micros, 2)}`;
  return `$${formatCount(Math.round(micros / 1e6))}`;
}

/** All six places, for whoever wants to check a sum: $425.281234. */
export function formatMicrosExactly(micros: number): string {
  const whole = Math.abs(micros);
  const places = String(whole % 1e6).padStart(6, '0');
  return `${micros < 0 ? '−' : ''}$${formatCount(Math.floor(whole / 1e6))}.${places}`;
}

/** A change in whole percent with a true minus: +18%, −12%, 0%. */
export function formatDelta(fraction: number): string {
  const percent = Math.round(fraction * 100);
  if (percent === 0) return '0%';
  return `${percent > 0 ? '+' : '−'}${formatCount(Math.abs(percent))}%`;
}

/** Integer arithmetic, because 1.005 has no exact float. */
function toDecimal(micros: number, places: 2 | 4): string {
  const step = places === 2 ? 10_000 : 100;
  const rounded = Math.floor((micros + step / 2) / step);
  const scale = 10 ** places;
  return `${Math.floor(rounded / scale)}.${String(rounded % scale).padStart(places, '0')}`;
}

/** "1 message", "3 messages". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
