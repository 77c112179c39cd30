import type { QuotaReport, QuotaWindow } from '@belfry/core';
import { type Column, renderTable } from '../../output/table.ts';
import { formatInstant, type TableStyle } from './table-style.ts';

/** The windows agents were told by their providers, above the inferred ones. */
export function renderQuota({ windows }: QuotaReport, style: TableStyle): string {
  if (windows.length === 0) return 'No official quota is known: no agent has been told one yet.\n\n';
  const columns: Column<QuotaWindow>[] = [
    { head: 'official', value: ({ agent, label }) => `${agent} ${label}` },
    { head: 'used', align: 'right', value: ({ current }) => `${current.usedPercent.toFixed(1)} %` },
    { head: 'as of', value: ({ current }) => formatInstant(current.at, style.request) },
    {
      head: 'resets',
      value: ({ current, isExpired }) =>
        isExpired
          ? current.resetsAt === undefined
            ? 'too old to hold now'
            : 'has reset since'
          : current.resetsAt === undefined
            ? ''
            : formatInstant(current.resetsAt, style.request),
    },
    {
      head: 'runs out',
      value: ({ forecast }) => (forecast?.runsOutAt ? formatInstant(forecast.runsOutAt, style.request) : ''),
    },
  ];
  return `${renderTable(windows, columns, style.stream, { color: style.color })}\n`;
}
