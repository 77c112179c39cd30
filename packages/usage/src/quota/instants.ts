import { BelfryError, createZone, parseDay, type QuotaQuery } from '@belfry/core';

const weekMs = 7 * 86_400_000;

/**
 * Range of a curve: days of a zone, the last included, or instants; by default the last seven days.
 * @throws BELFRY_BAD_REQUEST
 */
export function resolveInstants(
  { from, to, timezone = 'UTC' }: Pick<QuotaQuery, 'from' | 'to' | 'timezone'>,
  nowMs: number,
): { fromMs: number; toMs: number } {
  const zone = createZone(timezone);
  const resolve = (text: string, name: 'from' | 'to'): number => {
    const day = parseDay(text);
    const atMs = day === undefined ? parseInstant(text) : zone.startOfDay(name === 'to' ? day + 1 : day);
    if (!Number.isNaN(atMs)) return atMs;
    throw new BelfryError('BELFRY_BAD_REQUEST', `"${name}" is neither a day nor an instant: ${text}`, {
      hint: 'Write days as YYYY-MM-DD, instants in ISO 8601 with their offset.',
    });
  };
  const toMs = to === undefined ? nowMs + 1 : resolve(to, 'to');
  const fromMs = from === undefined ? toMs - weekMs : resolve(from, 'from');
  if (fromMs < toMs) return { fromMs, toMs };
  throw new BelfryError('BELFRY_BAD_REQUEST', `The range ends before it begins: ${from} to ${to ?? 'now'}`, {
    hint: 'Give "from" a time before "to".',
  });
}

function parseInstant(text: string): number {
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  return isInstant ? Date.parse(text) : Number.NaN;
}
