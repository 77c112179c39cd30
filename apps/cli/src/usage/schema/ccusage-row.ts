import type { ModelUsage, UsageFigures } from '@belfry/core';
import type { CostMode } from '../options/report-request.ts';
import { costIn } from './cost.ts';

/** The numbers every row and every total of ccusage has. */
export interface CcusageNumbers {
  inputTokens: number;
  outputTokens: number;
  cacheCreationTokens: number;
  cacheReadTokens: number;
  totalTokens: number;
  totalCost?: number;
}

export interface CcusageModel {
  modelName: string;
  inputTokens: number;
  outputTokens: number;
  cacheCreationTokens: number;
  cacheReadTokens: number;
  cost?: number;
  missingPricing?: true;
}

export interface CcusageStyle {
  costMode: CostMode;
  showsCost: boolean;
}

export function toNumbers(figures: UsageFigures, { costMode, showsCost }: CcusageStyle): CcusageNumbers {
  const { inputTokens, outputTokens, cacheCreationTokens, cacheReadTokens, totalTokens } = figures;
  return {
    inputTokens,
    outputTokens,
    cacheCreationTokens,
    cacheReadTokens,
    totalTokens,
    ...(showsCost ? { totalCost: costIn(costMode, figures) } : {}),
  };
}

/** Dearest first, as ccusage lists them. */
export function toModels(models: readonly ModelUsage[], { costMode, showsCost }: CcusageStyle): CcusageModel[] {
  return [...models]
    .sort((a, b) => costIn(costMode, b) - costIn(costMode, a) || (a.model < b.model ? -1 : 1))
    .map((usage) => ({
      modelName: usage.model,
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      cacheCreationTokens: usage.cacheCreationTokens,
      cacheReadTokens: usage.cacheReadTokens,
      ...(showsCost ? { cost: costIn(costMode, usage) } : {}),
      ...(showsCost && usage.unpricedTokens > 0 ? { missingPricing: true as const } : {}),
    }));
}
