import type { CostFigures } from '@belfry/core';
import type { CostMode } from '../options/report-request.ts';

/** Micro-dollars of figures in one of ccusage's modes. */
function costMicrosIn(mode: CostMode, figures: CostFigures): number {
  switch (mode) {
    case 'calculate':
      return figures.costMicros;
    case 'display':
      return figures.reportedCostMicros;
    case 'auto':
      return figures.reportedCostMicros + figures.unreportedCostMicros;
  }
}

export function costIn(mode: CostMode, figures: CostFigures): number {
  return costMicrosIn(mode, figures) / 1e6;
}
