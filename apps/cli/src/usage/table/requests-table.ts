import type { RequestUsage } from '@belfry/core';
import { type Column, renderTable } from '../../output/table.ts';
import type { RequestReport } from '../report/request-report.ts';
import { formatCost, formatDollars, formatInstant, formatTokens, shortModel, type TableStyle } from './table-style.ts';

/** One session, request by request, with its total. */
export function renderRequests({ id, usage, requests }: RequestReport, style: TableStyle): string {
  const { own, withSubagents, subagents } = usage;
  const count = (value: number) => formatTokens(value, style);
  const columns: Column<RequestUsage>[] = [
    { head: 'at', value: ({ at }) => formatInstant(at, style.request) },
    { head: 'model', flexible: true, value: ({ model }) => shortModel(model) },
    { head: 'input', align: 'right', value: ({ tokens }) => count(tokens.input) },
    { head: 'output', align: 'right', value: ({ tokens }) => count(tokens.output) },
    { head: 'cache write', align: 'right', value: ({ tokens }) => count(tokens.cacheWrite5m + tokens.cacheWrite1h) },
    { head: 'cache read', align: 'right', value: ({ tokens }) => count(tokens.cacheRead) },
  ];
  if (style.request.showsCost) {
    columns.push({
      head: 'cost',
      align: 'right',
      value: ({ cost }) => (cost === undefined ? '?' : formatDollars(cost)),
    });
  }
  const sum = (figures: typeof own) =>
    `${count(figures.totalTokens)} tokens${style.request.showsCost ? `, ${formatCost(figures, style)}` : ''}`;
  const children = subagents.length === 0 ? '' : `; with ${subagents.length} subagents ${sum(withSubagents)}`;
  const table = renderTable(requests, columns, style.stream, { color: style.color });
  return `${table}\n${id}: ${requests.length} requests, ${sum(own)}${children}\n`;
}
