import type { UsageBlock, UsageBlocks } from '@belfry/core';
import type { ReportRequest } from '../options/report-request.ts';

/** Blocks as ccusage prints them; what belfry knows more stands under `belfry`. */
export function toCcusageBlocks({ blocks }: UsageBlocks, request: ReportRequest): object {
  const rows = request.order === 'desc' ? [...blocks].reverse() : blocks;
  const message = request.blocks.activeOnly && rows.length === 0 && request.schema === 'ccusage17';
  return {
    blocks: rows.map(({ costMicros, unpricedTokens, ...block }) =>
      toBlock(block, { costMicros, unpricedTokens }, request),
    ),
    ...(message ? { message: 'No active block' } : {}),
  };
}

function toBlock(
  block: Omit<UsageBlock, 'costMicros' | 'unpricedTokens'>,
  own: Pick<UsageBlock, 'costMicros' | 'unpricedTokens'>,
  { showsCost }: ReportRequest,
): object {
  const { costUSD, ...rest } = block;
  return { ...rest, ...(showsCost ? { costUSD, belfry: own } : {}) };
}
