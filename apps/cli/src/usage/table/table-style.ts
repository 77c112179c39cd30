import type { CostFigures } from '@belfry/core';
import { formatCount } from '../../output/figures.ts';
import { toTableWidth } from '../../output/table.ts';
import type { ReportRequest } from '../options/report-request.ts';
import { costIn } from '../schema/cost.ts';

/** How tables of one report look. */
export interface TableStyle {
  stream: NodeJS.WriteStream;
  color: boolean;
  /** Short numbers, fewer columns. */
  isCompact: boolean;
  request: ReportRequest;
}

/** Narrower than this, tables leave out the cache and shorten numbers. */
const roomyWidth = 118;

export function isNarrow(stream: NodeJS.WriteStream): boolean {
  return toTableWidth(stream) < roomyWidth;
}

const grouped = new Intl.NumberFormat('en-US');

/** Whole where there is room: people compare with other tools. */
export function formatTokens(value: number, { isCompact }: Pick<TableStyle, 'isCompact'>): string {
  return isCompact ? formatCount(value) : grouped.format(value);
}

/** Dollars to the cent; a tenth of a cent below one. `?` where a model has no known price. */
export function formatCost(figures: CostFigures, { request }: TableStyle): string {
  const dollars = costIn(request.costMode, figures);
  if (dollars === 0 && figures.unpricedTokens > 0) return '?';
  return `${formatDollars(dollars)}${figures.unpricedTokens > 0 ? ' +?' : ''}`;
}

export function formatDollars(dollars: number): string {
  const digits = dollars !== 0 && Math.abs(dollars) < 0.01 ? 4 : 2;
  return `$${dollars.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** Model names without what all of them share: `claude-opus-4-5-20251101` is `opus-4-5`. */
export function shortModel(model: string): string {
  return model === '' ? '(no model)' : model.replace(/^(anthropic\/)?claude-/, '').replace(/-20\d{6}$/, '');
}

export function listModels(models: readonly { model: string }[]): string {
  return [...new Set(models.map(({ model }) => shortModel(model)))].sort().join(', ');
}

/** Day of a period, in the locale asked for. */
export function formatDay(period: string, { locale }: ReportRequest): string {
  if (locale === undefined || period.length !== 10) return period;
  return new Date(`${period}T00:00:00Z`).toLocaleDateString(locale, { timeZone: 'UTC' });
}

/** Instant in the report's zone, to the minute. */
export function formatInstant(iso: string | undefined, { timezone, locale }: ReportRequest): string {
  if (iso === undefined) return 'no time';
  const date = new Date(iso);
  if (locale !== undefined)
    return date.toLocaleString(locale, { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' });
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  return parts.format(date).replace(',', '');
}
