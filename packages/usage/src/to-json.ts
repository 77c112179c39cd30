import type { UsageRow, UsageSummary } from '@belfry/core';

const texts = new WeakMap<UsageRow, string>();

/**
 * A report as JSON. The rows of a summary are the same objects as long as nothing in them has changed, and so is their
 * text: a year of rows is a megabyte or more, of which a new token changes one row.
 */
export function toReportJson(report: object): string {
  if (!isSummary(report)) return JSON.stringify(report);
  const { daily, ...rest } = report;
  return `${JSON.stringify(rest).slice(0, -1)},"daily":[${daily.map(textOf).join(',')}]}`;
}

function isSummary(report: object): report is UsageSummary {
  return 'daily' in report && Array.isArray(report.daily);
}

function textOf(row: UsageRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = JSON.stringify(row);
  texts.set(row, text);
  return text;
}
