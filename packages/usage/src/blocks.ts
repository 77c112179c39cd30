import { sessionCellFields, toMicros, type UsageBlock, type UsageBlocks, type UsageBlocksQuery } from '@belfry/core';
import type { DayRange } from './day-range.ts';
import { dayMs, quarterMs } from './quarter.ts';
import { type CellGroups, createCellGroups, eachCell } from './sum-cells.ts';
import { quartersOf, type ReportParts } from './summary.ts';
import { addSum, newSum, toDollars, totalTokens, type UsageSum } from './usage-sum.ts';

const hourMs = 4 * quarterMs;
const firstAt = sessionCellFields.indexOf('firstAt');
const lastAt = sessionCellFields.indexOf('lastAt');

/** All requests of one quarter of an hour. */
interface Quarter {
  firstAt: number;
  lastAt: number;
  groups: CellGroups;
}

interface Block {
  startMs: number;
  quarters: Quarter[];
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
  const rows = blocks.flatMap((block, index) => {
    const row = toRow(block, { sessionMs, nowMs, tokenLimit });
    const gap = toGap(block, blocks[index + 1], sessionMs);
    return gap === undefined ? [row] : [row, gap];
  });
  const inRange = rows.filter(({ startTime }) => {
    const startMs = Date.parse(startTime);
    return startMs >= range.fromMs && startMs < range.toMs;
  });
  return {
    inferred: true,
    agent,
    sessionHours,
    maxTokens: Math.max(0, ...inRange.filter(({ isActive }) => !isActive).map((row) => row.totalTokens)),
    blocks: active ? inRange.filter(({ isActive }) => isActive) : inRange,
  };
}

/** Quarters with requests of the agent, from a silence before the range on: where windows begin hangs on all before. */
function readQuarters(
  { days, priced }: ReportParts,
  range: DayRange,
  { agent, sessionMs }: { agent: string; sessionMs: number },
): Quarter[] {
  const firstMs = days.firstMs() ?? range.fromMs;
  for (let fromMs = range.fromMs - 7 * dayMs; ; fromMs -= 28 * dayMs) {
    const quarters = new Map<number, Quarter>();
    const wide = { fromMs, toMs: range.toMs };
    const wanted = { size: sessionCellFields.length, ...quartersOf(wide), passes: isOfAgent };
    eachCell(days.sessionCells(wide.fromMs, wide.toMs), wanted, (cells, offset) => {
      const number = cells[offset] as number;
      const [first, last] = [cells[offset + firstAt] as number, cells[offset + lastAt] as number];
      const known = quarters.get(number);
      const quarter = known ?? { firstAt: first, lastAt: last, groups: createCellGroups(priced) };
      quarter.firstAt = Math.min(quarter.firstAt, first);
      quarter.lastAt = Math.max(quarter.lastAt, last);
      quarter.groups.add(cells, offset);
      if (known === undefined) quarters.set(number, quarter);
    });
    const all = [...quarters.values()];
    if (fromMs <= firstMs) return all;
    const afterSilence = all.findIndex((one, index) => one.firstAt - (all[index - 1]?.lastAt ?? fromMs) > sessionMs);
    if (afterSilence >= 0 && (all[afterSilence]?.firstAt ?? 0) <= range.fromMs) return all.slice(afterSilence);
    if (all.length === 0 || (all[0]?.firstAt ?? 0) > range.fromMs) return all;
  }

  function isOfAgent(series: number): boolean {
    return priced.series(series).agent === agent;
  }
}

function toBlocks(quarters: readonly Quarter[], sessionMs: number): Block[] {
  const blocks: Block[] = [];
  for (const quarter of quarters) {
    const block = blocks.at(-1);
    const last = block?.quarters.at(-1);
    const isOver =
      block === undefined ||
      quarter.firstAt >= block.startMs + sessionMs ||
      quarter.firstAt - (last?.lastAt ?? 0) > sessionMs;
    if (isOver) blocks.push({ startMs: Math.floor(quarter.firstAt / hourMs) * hourMs, quarters: [quarter] });
    else block.quarters.push(quarter);
  }
  return blocks;
}

function toRow(
  { startMs, quarters }: Block,
  { sessionMs, nowMs, tokenLimit }: { sessionMs: number; nowMs: number; tokenLimit: number | undefined },
): UsageBlock {
  const endMs = startMs + sessionMs;
  const [firstMs, lastMs] = [quarters[0]?.firstAt ?? startMs, quarters.at(-1)?.lastAt ?? startMs];
  const sums = quarters.flatMap(({ groups }) => groups.sums());
  const sum = sums.reduce((into, one) => addSum(into, one.sum), newSum());
  const { tokens } = sum;
  const costMicros = toMicros(sum.cost);
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
    models: [...new Set(sums.map(({ series }) => series.model))],
    burnRate,
    projection,
  };
  if (tokenLimit !== undefined && projection !== null)
    row.tokenLimitStatus = toLimitStatus(projection.totalTokens, tokenLimit);
  return row;
}

/** From a session length after the last request to the next one. */
function toGap(block: Block, next: Block | undefined, sessionMs: number): UsageBlock | undefined {
  const lastMs = block.quarters.at(-1)?.lastAt ?? block.startMs;
  const nextMs = next?.quarters[0]?.firstAt;
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
    costPerHour: (toDollars(toMicros(cost)) / minutes) * 60,
  };
}

function project(
  { tokens, cost }: UsageSum,
  { tokensPerMinute, costPerHour }: NonNullable<UsageBlock['burnRate']>,
  leftMs: number,
): NonNullable<UsageBlock['projection']> {
  const minutes = leftMs / 60_000;
  const dollars = toDollars(toMicros(cost)) + (costPerHour * minutes) / 60;
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
