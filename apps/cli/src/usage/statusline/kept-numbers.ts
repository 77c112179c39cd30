import {
  createZone,
  toDayName,
  type UsageBlocks,
  type UsageBlocksQuery,
  type UsageSummary,
  type UsageSummaryQuery,
} from '@belfry/core';
import { toDollars } from './fixed.ts';

/** What a daemon keeps in a file for status lines: words a shell can take apart without starting a program. */
export interface KeptNumbers {
  /** The daemon's process; while it lives the numbers are at most a few seconds old. */
  pid: number;
  /** Each ready to print; `-` where there is none. */
  today: string;
  block: string;
  /** Local time at which the running block ends, HH:MM. */
  blockEnds: string;
  burn: string;
  burnMark: BurnMark;
}

export type BurnMark = 'normal' | 'moderate' | 'high' | '-';

const format = 'belfry1';

export function toKeptLine({ pid, today, block, blockEnds, burn, burnMark }: KeptNumbers): string {
  return `${[format, pid, today, block, blockEnds, burn, burnMark].join(' ')}\n`;
}

export function parseKeptLine(line: string): KeptNumbers | undefined {
  const [name, pid, today, block, blockEnds, burn, burnMark] = line.trim().split(' ');
  if (name !== format || burnMark === undefined) return undefined;
  return {
    pid: Number(pid),
    today: today ?? '-',
    block: block ?? '-',
    blockEnds: blockEnds ?? '-',
    burn: burn ?? '-',
    burnMark: burnMark as BurnMark,
  };
}

/** Tokens a minute, cache left out, from which on a block burns fast: where ccusage draws the lines. */
const moderateTokens = 2000;
const highTokens = 5000;

export function toBurnMark(tokensPerMinute: number): BurnMark {
  return tokensPerMinute < moderateTokens ? 'normal' : tokensPerMinute < highTokens ? 'moderate' : 'high';
}

const agent = 'claude';

/** The reports that kept numbers are made of. */
export function askKeptNumbers(
  timezone: string,
  nowMs: number,
): { summary: UsageSummaryQuery; blocks: UsageBlocksQuery } {
  const today = toDayName(createZone(timezone).dayAt(nowMs));
  return {
    summary: { from: today, to: today, timezone, agent: [agent], breakdowns: false },
    blocks: { active: true, timezone, agent },
  };
}

/** Today's cost of Claude Code and its running block. */
export function toKeptNumbers(
  { totals }: UsageSummary,
  { blocks: [block] }: UsageBlocks,
  { timezone, pid }: { timezone: string; pid: number },
): KeptNumbers {
  const burn = block?.burnRate;
  return {
    pid,
    today: `${toDollars(totals.cost)}${totals.unpricedTokens > 0 ? '+?' : ''}`,
    block: block === undefined ? '-' : toDollars(block.costUSD),
    blockEnds: block === undefined ? '-' : toClock(block.endTime, timezone),
    burn: burn ? `${toDollars(burn.costPerHour)}/h` : '-',
    burnMark: burn ? toBurnMark(burn.tokensPerMinuteForIndicator) : '-',
  };
}

function toClock(iso: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return format.format(new Date(iso));
}
