/** Locale and zone of the reader; overridden in tests. */
export interface TimeStyle {
  locale?: string;
  timeZone?: string;
}

/** Today 14:05, this year 3 Nov, else 3 Nov 2025: as near as it needs to be. */
export function formatWhen(iso: string, now: number, style: TimeStyle = {}): string {
  const at = new Date(iso);
  const today = new Date(now);
  if (dayOf(at, style) === dayOf(today, style)) return formatClock(iso, style);
  const sameYear = yearOf(at, style) === yearOf(today, style);
  return format(at, style, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** 14:05, in the locale's clock. */
export function formatClock(iso: string, style: TimeStyle = {}): string {
  return format(new Date(iso), style, { hour: '2-digit', minute: '2-digit' });
}

/** 14:05:07, in the locale's clock, for the feed. */
export function formatClockSeconds(iso: string, style: TimeStyle = {}): string {
  return format(new Date(iso), style, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** Date, time and zone in full: what a pointer or the focus reveals. */
export function formatExact(iso: string, style: TimeStyle = {}): string {
  return format(new Date(iso), style, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
}

/** Today, Yesterday, else Thu 19 Nov (and the year when it is another). */
export function formatDay(iso: string, now: number, style: TimeStyle = {}): string {
  const at = new Date(iso);
  const day = dayOf(at, style);
  if (day === dayOf(new Date(now), style)) return 'Today';
  if (day === dayOf(new Date(now - 86_400_000), style)) return 'Yesterday';
  const sameYear = yearOf(at, style) === yearOf(new Date(now), style);
  return format(at, style, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** `2026-11` as Nov 2026. */
export function formatMonth(month: string, style: TimeStyle = {}): string {
  const middle = new Date(`${month}-15T12:00:00Z`);
  return format(middle, { ...style, timeZone: 'UTC' }, { month: 'short', year: 'numeric' });
}

/** The reader's calendar day of an instant, `YYYY-MM-DD`. */
export function dayOf(at: Date, style: TimeStyle = {}): string {
  return format(at, { ...style, locale: 'sv' }, { year: 'numeric', month: '2-digit', day: '2-digit' });
}

function yearOf(at: Date, style: TimeStyle): string {
  return dayOf(at, style).slice(0, 4);
}

// Making a formatter costs far more than using it, and lists format hundreds of times a second.
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(at: Date, style: TimeStyle, options: Intl.DateTimeFormatOptions): string {
  const key = `${style.locale}|${style.timeZone}|${JSON.stringify(options)}`;
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat(style.locale ?? readerLocale(), { timeZone: style.timeZone, ...options });
    formatters.set(key, formatter);
  }
  return formatter.format(at);
}

/**
 * The words are English, so dates are too: an English locale of the reader as it is, else British,
 * which writes the day first as the rest of the world does.
 */
function readerLocale(): string {
  const locale = globalThis.navigator?.language ?? 'en-GB';
  return locale.startsWith('en') ? locale : 'en-GB';
}
