import { BelfryError } from '@belfry/core';

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30m`, `2h`, `1d`; at most 30 days. */
export function toSpanMs(text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(text.trim()) ?? [];
  const ms = Number(digits) * (unitMs[unit as keyof typeof unitMs] ?? 0);
  if (ms > 0 && ms <= 30 * unitMs.d) return ms;
  throw new BelfryError('BELFRY_USAGE', `"${text}" is no span of time.`, {
    hint: 'Write 30m, 2h or 1d, 30 days at most.',
  });
}
