import type { UsageFigures } from '@belfry/core';
import { type Column, renderTable } from '../../output/table.ts';
import type { PeriodRow } from '../report/period-report.ts';
import { formatCost, formatDay, formatTokens, listModels, shortModel, type TableStyle } from './table-style.ts';

interface Line {
  label: string;
  agents: string;
  models: string;
  figures: UsageFigures;
}

/** Days, weeks or months with their totals; under each its agents or models where asked for. */
export function renderPeriods(rows: readonly PeriodRow[], totals: UsageFigures | undefined, style: TableStyle): string {
  const { request } = style;
  const lines = rows.flatMap((row): Line[] => [
    {
      label: formatDay(row.period, request),
      agents: row.agents.map(({ agent }) => agent).join(', '),
      models: listModels(row.models),
      figures: row.figures,
    },
    ...(request.byAgent ? row.agents : []).map(({ agent, figures, models }) => ({
      label: '',
      agents: `└ ${agent}`,
      models: listModels(models),
      figures,
    })),
    ...(request.breakdown ? row.models : []).map((usage) => ({
      label: '',
      agents: '',
      models: `└ ${shortModel(usage.model)}`,
      figures: usage,
    })),
  ]);
  if (totals !== undefined) lines.push({ label: 'total', agents: '', models: '', figures: totals });
  const hasAgents =
    rows.some(({ agents }) => agents.length > 1) ||
    new Set(rows.flatMap(({ agents }) => agents.map(({ agent }) => agent))).size > 1;
  const columns: Column<Line>[] = [
    { head: 'period', value: ({ label }) => label },
    ...(hasAgents || request.byAgent ? [{ head: 'agents', value: ({ agents }: Line) => agents }] : []),
    { head: 'models', flexible: true, value: ({ models }) => models },
    ...figureColumns<Line>(style, ({ figures }) => figures),
  ];
  return renderTable(lines, columns, style.stream, { color: style.color });
}

/** Columns of numbers that every table of usage ends with. */
export function figureColumns<Row>(style: TableStyle, figuresOf: (row: Row) => UsageFigures): Column<Row>[] {
  const tokens = (
    head: string,
    key: 'inputTokens' | 'outputTokens' | 'cacheCreationTokens' | 'cacheReadTokens' | 'totalTokens',
  ): Column<Row> => ({
    head,
    align: 'right',
    value: (row) => formatTokens(figuresOf(row)[key], style),
  });
  return [
    tokens('input', 'inputTokens'),
    tokens('output', 'outputTokens'),
    ...(style.isCompact ? [] : [tokens('cache write', 'cacheCreationTokens'), tokens('cache read', 'cacheReadTokens')]),
    tokens('total', 'totalTokens'),
    ...(style.request.showsCost
      ? [{ head: 'cost', align: 'right' as const, value: (row: Row) => formatCost(figuresOf(row), style) }]
      : []),
  ];
}
