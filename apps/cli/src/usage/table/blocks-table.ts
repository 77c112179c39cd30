import type { UsageBlock, UsageBlocks } from '@belfry/core';
import { formatDuration } from '../../output/figures.ts';
import { type Column, renderTable } from '../../output/table.ts';
import { say } from '../../output/talk.ts';
import { formatDollars, formatInstant, formatTokens, listModels, type TableStyle } from './table-style.ts';

/** Inferred windows; their percentage is of the limit given, or of the largest finished one. */
export function renderBlocks({ blocks, maxTokens }: UsageBlocks, style: TableStyle): string {
  const { request } = style;
  if (blocks.length === 0) {
    say(request.blocks.activeOnly ? 'No block is active.' : 'No usage found.');
    return '';
  }
  const limit = request.blocks.tokenLimit === 'max' ? maxTokens : request.blocks.tokenLimit;
  const rows = request.order === 'desc' ? [...blocks].reverse() : blocks;
  const columns: Column<UsageBlock>[] = [
    { head: 'begin', value: ({ startTime }) => formatInstant(startTime, request) },
    { head: 'state', value: toState },
    { head: 'models', flexible: true, value: (block) => listModels(block.models.map((model) => ({ model }))) },
    { head: 'requests', align: 'right', value: (block) => (block.isGap ? '' : formatTokens(block.entries, style)) },
    { head: 'tokens', align: 'right', value: (block) => (block.isGap ? '' : formatTokens(block.totalTokens, style)) },
  ];
  if (limit !== undefined && limit > 0) {
    columns.push({
      head: '% of limit',
      align: 'right',
      value: (block) => (block.isGap ? '' : `${((block.totalTokens / limit) * 100).toFixed(1)} %`),
    });
  }
  if (request.showsCost) {
    columns.push({ head: 'cost', align: 'right', value: (block) => (block.isGap ? '' : toCost(block)) });
  }
  const active = blocks.find(({ isActive }) => isActive);
  const table = renderTable(rows, columns, style.stream, { color: style.color });
  return `${table}${active === undefined ? '' : `\n${describeActive(active, style)}\n`}`;
}

/** What the running block is heading for. */
function describeActive({ burnRate, projection, tokenLimitStatus }: UsageBlock, style: TableStyle): string {
  const tokens = (value: number) => formatTokens(Math.round(value), style);
  if (burnRate === null || projection === null) return 'Active; too young for a rate.';
  const { showsCost } = style.request;
  const rate = `${tokens(burnRate.tokensPerMinute)} tokens/min${showsCost ? `, ${formatDollars(burnRate.costPerHour)}/h` : ''}`;
  const left = formatDuration(projection.remainingMinutes * 60_000);
  const end = `${tokens(projection.totalTokens)} tokens${showsCost ? `, ${formatDollars(projection.totalCost)}` : ''}`;
  const limit =
    tokenLimitStatus === undefined
      ? ''
      : ` That is ${tokenLimitStatus.percentUsed.toFixed(0)} % of the limit of ${tokens(tokenLimitStatus.limit)}: ${tokenLimitStatus.status}.`;
  return `Active at ${rate}; in ${left}, at its end, ${end}.${limit}`;
}

function toState(block: UsageBlock): string {
  const span = (from: string, to: string) => formatDuration(Date.parse(to) - Date.parse(from));
  if (block.isGap) return `gap of ${span(block.startTime, block.endTime)}`;
  if (block.isActive) return `active, ${formatDuration(Date.parse(block.endTime) - Date.now())} left`;
  return span(block.startTime, block.actualEndTime ?? block.endTime);
}

function toCost({ costUSD, unpricedTokens }: UsageBlock): string {
  if (costUSD === 0 && unpricedTokens > 0) return '?';
  return `${formatDollars(costUSD)}${unpricedTokens > 0 ? ' +?' : ''}`;
}
