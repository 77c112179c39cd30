/** A JSON object of unknown shape. */
export type RawObject = Record<string, unknown>;

/** Longest preview or summary, in UTF-16 units. */
const previewLength = 240;

export function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The string at `key`, as it stands. */
export function text(value: RawObject | undefined, key: string): string | undefined {
  const field = value?.[key];
  return typeof field === 'string' ? field : undefined;
}

/** Like `text`, but `clean`, and an empty string counts as absent: for ids, names and paths. */
export function name(value: RawObject | undefined, key: string): string | undefined {
  const field = value?.[key];
  return typeof field === 'string' && field !== '' ? clean(field) : undefined;
}

/** A whole number ≥ 0; numeric strings occur in the wild and count. */
export function count(value: RawObject | undefined, key: string): number | undefined {
  const field = value?.[key];
  const number = typeof field === 'string' && field.trim() !== '' ? Number(field) : field;
  if (typeof number !== 'number' || !(number >= 0)) return undefined;
  const whole = Math.trunc(number);
  return Number.isSafeInteger(whole) ? whole : undefined;
}

export function object(value: RawObject | undefined, key: string): RawObject | undefined {
  const field = value?.[key];
  return isObject(field) ? field : undefined;
}

/** The array at `key`; anything else is the empty list. */
export function list(value: RawObject | undefined, key: string): readonly unknown[] {
  const field = value?.[key];
  return Array.isArray(field) ? field : [];
}

const isoTime = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;
const endsInZone = /(?:Z|[+-]\d\d:?\d\d)$/i;
/** Numbers from here on are milliseconds (as seconds it would be the year 5138). */
const firstMilliseconds = 1e11;

/**
 * The time at `key` in ms since 1970 UTC: ISO 8601 with 0 to 9 fraction digits and any offset (no zone is
 * read as UTC, so that the result does not depend on the machine), or epoch seconds or milliseconds,
 * also as a numeric string.
 */
export function timeMs(value: RawObject | undefined, key: string): number | undefined {
  const field = value?.[key];
  if (typeof field === 'number') return fromEpoch(field);
  if (typeof field !== 'string' || field === '' || field.length > 40) return undefined;
  if (isPlainIso(field)) {
    const parsed = Date.parse(field);
    return Number.isNaN(parsed) ? undefined : parsed;
  }
  if (!isoTime.test(field)) return /^\d+(?:\.\d+)?$/.test(field) ? fromEpoch(Number(field)) : undefined;
  const dateOnly = field.length === 10;
  const zoned = dateOnly || endsInZone.test(field.slice(11)) ? field : `${field}Z`;
  const parsed = Date.parse(zoned);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** `YYYY-MM-DDThh:mm:ss.mmmZ`, as nearly every record has it; spares the hot path a regular expression. */
function isPlainIso(value: string): boolean {
  return (
    value.length === 24 &&
    value.charCodeAt(4) === 0x2d &&
    value.charCodeAt(7) === 0x2d &&
    value.charCodeAt(10) === 0x54 &&
    value.charCodeAt(19) === 0x2e &&
    value.charCodeAt(23) === 0x5a
  );
}

function fromEpoch(value: number): number | undefined {
  if (!(value > 0)) return undefined;
  const ms = Math.trunc(value < firstMilliseconds ? value * 1000 : value);
  return ms <= 8.64e15 ? ms : undefined;
}

/** Text that databases and terminals take: lone surrogates and NUL become U+FFFD. */
export function clean(value: string): string {
  const wellFormed = value.isWellFormed() ? value : value.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\uFFFD') : wellFormed;
}

/** Raw text looked at for a preview; the rest of a long text is never touched. */
const previewWindow = 4 * previewLength;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours in command output are no text
const terminalCodes = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters have no place on one line
const blanks = /[\s\u0001-\u001f\u007f-\u009f]+/g;

/** The beginning of a text on one line: at most 240 UTF-16 units, cut between code points. */
export function preview(value: string): string {
  const window = cut(value.trimStart(), previewWindow);
  return cut(clean(window.replace(terminalCodes, '').replace(blanks, ' ').trim()), previewLength);
}

/** At most `length` UTF-16 units, never half a surrogate pair. */
function cut(value: string, length: number): string {
  if (value.length <= length) return value;
  const last = value.charCodeAt(length - 1);
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
