import type { UsageBlock, UsageBlocks, UsageBlocksQuery } from '@belfry/core';
import { firstAtOf, lastAtOf, quarterOf } from './cell.ts';
import type { DayRange } from './day-range.ts';
import { toMicrosOf } from './money.ts';
import { dayMs, quarterMs } from './quarter.ts';
import { quartersOf, type ReportParts } from './report-parts.ts';
import { createCellGroups, eachCell, type PricedSum } from './sum-cells.ts';
import { total } from './usage-rows.ts';
import { toDollars, totalTokens, type UsageSum } from './usage-sum.ts';

const hourMs = 4 * quarterMs;

/** First and last request of a quarter of an hour. */
interface Quarter {
  number: number;
  firstAt: number;
  lastAt: number;
}

interface Block {
  startMs: number;
  first: Quarter;
  last: Quarter;
}

/**
 * Windows as ccusage guesses them: one begins at the full hour (UTC) of its first request and ends `sessionHours`
 * later; the next begins with the first request after that, or after as long a silence. A request at the very end of
 * a window opens the next.
 */
export function inferBlocks(
  parts: ReportParts,
  range: DayRange,
  { query, nowMs }: { query: UsageBlocksQuery; nowMs: number },
): UsageBlocks {
  const { agent = 'claude', sessionHours = 5, tokenLimit, active = false } = query;
  const sessionMs = sessionHours * hourMs;
  const blocks = toBlocks(readQuarters(parts, range, { agent, sessionMs }), sessionMs);
  const isInRange = (startMs: number) => startMs >= range.fromMs && startMs < range.toMs;
  const rows = blocks.flatMap((block, index) => {
    const gap = toGap(block, blocks[index + 1], sessionMs);
    const gaps = gap !== undefined && isInRange(Date.parse(gap.startTime)) ? [gap] : [];
    if (!isInRange(block.startMs)) return gaps;
    return [toRow(block, { sums: sumBlock(parts, block, agent), sessionMs, nowMs, tokenLimit }), ...gaps];
  });
  return {
    inferred: true,
    agent,
    sessionHours,
    maxTokens: Math.max(0, ...rows.filter(({ isActive }) => !isActive).map((row) => row.totalTokens)),
    blocks: active ? rows.filter(({ isActive }) => isActive) : rows,
  };
}

/**
 * Quarters with requests of the agent, ascending, from the last silence before the range on: where a window begins
 * depends on all before it up to there.
 */
function readQuarters(
  parts: ReportParts,
  range: DayRange,
  { agent, sessionMs }: { agent: string; sessionMs: number },
): Quarter[] {
  const { days } = parts;
  const { toQuarter } = quartersOf(range);
  const found: Quarter[] = [];
  for (const startMs of days.starts(days.firstMs ?? range.fromMs, range.toMs).reverse()) {
    for (const quarter of quartersOfDay(parts, startMs, agent).toReversed()) {
      if (quarter.number >= toQuarter) continue;
      const nextMs = found.at(-1)?.firstAt ?? range.fromMs;
      if (nextMs <= range.fromMs && nextMs - quarter.lastAt > sessionMs) return found.reverse();
      found.push(quarter);
    }
  }
  return found.reverse();
}

function quartersOfDay(parts: ReportParts, startMs: number, agent: string): Quarter[] {
  const day = { fromMs: startMs, toMs: startMs + dayMs };
  return parts.days.memo(`quarters ${agent}`, day.fromMs, day.toMs, () => {
    const quarters: Quarter[] = [];
    const wanted = { ...quartersOf(day), passes: ofAgent(parts, agent) };
    eachCell(parts.days.cells(day.fromMs, day.toMs), wanted, (cells, at) => {
      const number = cells[at + quarterOf] as number;
      const [firstAt, lastAt] = [cells[at + firstAtOf] as number, cells[at + lastAtOf] as number];
      const last = quarters.at(-1);
      if (last?.number !== number) {
        quarters.push({ number, firstAt, lastAt });
        return;
      }
      last.firstAt = Math.min(last.firstAt, firstAt);
      last.lastAt = Math.max(last.lastAt, lastAt);
    });
    return quarters;
  });
}

function ofAgent({ priced }: ReportParts, agent: string): (series: number) => boolean {
  return (series) => priced.series(series).agent === agent;
}

function toBlocks(quarters: readonly Quarter[], sessionMs: number): Block[] {
  const blocks: Block[] = [];
  for (const quarter of quarters) {
    const block = blocks.at(-1);
    const isOver =
      block === undefined ||
      quarter.firstAt >= block.startMs + sessionMs ||
      quarter.firstAt - block.last.lastAt > sessionMs;
    if (isOver) blocks.push({ startMs: Math.floor(quarter.firstAt / hourMs) * hourMs, first: quarter, last: quarter });
    else block.last = quarter;
  }
  return blocks;
}

function sumBlock(parts: ReportParts, { first, last }: Block, agent: string): PricedSum[] {
  const span = { fromMs: first.number * quarterMs, toMs: (last.number + 1) * quarterMs };
  return parts.days.memo(`block ${agent}`, span.fromMs, span.toMs, () => {
    const groups = createCellGroups(parts.priced);
    const wanted = { ...quartersOf(span), passes: ofAgent(parts, agent) };
    eachCell(parts.days.cells(span.fromMs, span.toMs), wanted, groups.add);
    return groups.sums();
  });
}

function toRow(
  { startMs, first, last }: Block,
  {
    sums,
    sessionMs,
    nowMs,
    tokenLimit,
  }: { sums: readonly PricedSum[]; sessionMs: number; nowMs: number; tokenLimit: number | undefined },
): UsageBlock {
  const endMs = startMs + sessionMs;
  const [firstMs, lastMs] = [first.firstAt, last.lastAt];
  const sum = total(sums);
  const { tokens } = sum;
  const costMicros = toMicrosOf(sum.cost);
  const isActive = nowMs - lastMs < sessionMs && nowMs < endMs;
  const burnRate = isActive ? toBurnRate(sum, lastMs - firstMs) : null;
  const projection = burnRate === null ? null : project(sum, burnRate, endMs - nowMs);
  const row: UsageBlock = {
    id: new Date(startMs).toISOString(),
    startTime: new Date(startMs).toISOString(),
    endTime: new Date(endMs).toISOString(),
    actualEndTime: new Date(lastMs).toISOString(),
    isActive,
    isGap: false,
    entries: sum.requests,
    tokenCounts: {
      inputTokens: tokens.input,
      outputTokens: tokens.output,
      cacheCreationInputTokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
      cacheReadInputTokens: tokens.cacheRead,
    },
    totalTokens: totalTokens(tokens),
    costUSD: toDollars(costMicros),
    costMicros,
    unpricedTokens: sum.unpricedTokens,
    models: [...new Set(sums.map(({ series }) => series.model))].sort(),
    burnRate,
    projection,
  };
  if (tokenLimit !== undefined && projection !== null)
    row.tokenLimitStatus = toLimitStatus(projection.totalTokens, tokenLimit);
  return row;
}

/** From a session length after the last request to the next one. */
function toGap(block: Block, next: Block | undefined, sessionMs: number): UsageBlock | undefined {
  const lastMs = block.last.lastAt;
  const nextMs = next?.first.firstAt;
  if (nextMs === undefined || nextMs - lastMs <= sessionMs) return undefined;
  const startTime = new Date(lastMs + sessionMs).toISOString();
  return {
    id: `gap-${startTime}`,
    startTime,
    endTime: new Date(nextMs).toISOString(),
    actualEndTime: null,
    isActive: false,
    isGap: true,
    entries: 0,
    tokenCounts: { inputTokens: 0, outputTokens: 0, cacheCreationInputTokens: 0, cacheReadInputTokens: 0 },
    totalTokens: 0,
    costUSD: 0,
    costMicros: 0,
    unpricedTokens: 0,
    models: [],
    burnRate: null,
    projection: null,
  };
}

function toBurnRate({ tokens, cost }: UsageSum, spanMs: number): UsageBlock['burnRate'] {
  if (spanMs <= 0) return null;
  const minutes = spanMs / 60_000;
  return {
    tokensPerMinute: totalTokens(tokens) / minutes,
    tokensPerMinuteForIndicator: (tokens.input + tokens.output) / minutes,
    costPerHour: (toDollars(toMicrosOf(cost)) / minutes) * 60,
  };
}

function project(
  { tokens, cost }: UsageSum,
  { tokensPerMinute, costPerHour }: NonNullable<UsageBlock['burnRate']>,
  leftMs: number,
): NonNullable<UsageBlock['projection']> {
  const minutes = leftMs / 60_000;
  const dollars = toDollars(toMicrosOf(cost)) + (costPerHour * minutes) / 60;
  return {
    totalTokens: Math.round(totalTokens(tokens) + tokensPerMinute * minutes),
    totalCost: Math.round(dollars * 100) / 100,
    remainingMinutes: Math.round(minutes),
  };
}

function toLimitStatus(projected: number, limit: number): NonNullable<UsageBlock['tokenLimitStatus']> {
  const status = projected > limit ? 'exceeds' : projected > limit * 0.8 ? 'warning' : 'ok';
  return { limit, projectedUsage: projected, percentUsed: (projected / limit) * 100, status };
}
