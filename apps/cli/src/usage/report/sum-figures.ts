import type { ModelUsage, UsageFigures } from '@belfry/core';

const sums = [
  'inputTokens',
  'outputTokens',
  'cacheCreationTokens',
  'cacheReadTokens',
  'cacheCreation1hTokens',
  'reasoningTokens',
  'webSearches',
  'totalTokens',
  'requests',
  'costMicros',
  'unpricedTokens',
  'reportedCostMicros',
  'reportedCostRequests',
  'unreportedCostMicros',
] as const satisfies (keyof UsageFigures)[];

const certainties = ['counted', 'reported', 'estimated'] as const;

/** Figures of two parts together; each part's cost was rounded by itself, so many parts may be off by as many micro-dollars. */
export function addFigures(a: UsageFigures, b: UsageFigures): UsageFigures {
  const sum = Object.fromEntries(sums.map((key) => [key, a[key] + b[key]])) as Record<(typeof sums)[number], number>;
  const weakest = Math.max(certainties.indexOf(a.certainty), certainties.indexOf(b.certainty));
  return { ...sum, cost: sum.costMicros / 1e6, certainty: certainties[weakest] ?? 'estimated' };
}

export function addModels(a: readonly ModelUsage[], b: readonly ModelUsage[]): ModelUsage[] {
  const models = new Map<string, ModelUsage>();
  for (const usage of [...a, ...b]) {
    const known = models.get(usage.model);
    models.set(usage.model, known === undefined ? usage : { ...addFigures(known, usage), model: usage.model });
  }
  return [...models.values()];
}

const none: UsageFigures = {
  ...(Object.fromEntries(sums.map((key) => [key, 0])) as Record<(typeof sums)[number], number>),
  cost: 0,
  certainty: 'counted',
};

export function sumFigures(all: readonly UsageFigures[]): UsageFigures {
  return all.reduce(addFigures, none);
}
