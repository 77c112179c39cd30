import type { UsageFilter, UsageSeries } from '@belfry/core';

/** Whether a filter lets a series through; undefined lists let all through, an empty one nothing. */
export function createSeriesFilter(filter: UsageFilter): (series: UsageSeries) => boolean {
  const tests = [
    test(filter.agent, filter.excludeAgent, ({ agent }) => agent),
    test(filter.project, filter.excludeProject, ({ project }) => project),
    test(filter.model, filter.excludeModel, ({ model }) => model),
  ];
  return (series) => tests.every((passes) => passes(series));
}

function test(
  included: readonly string[] | undefined,
  excluded: readonly string[] | undefined,
  nameOf: (series: UsageSeries) => string,
): (series: UsageSeries) => boolean {
  const [wanted, unwanted] = [included && new Set(included), new Set(excluded)];
  return (series) => (wanted?.has(nameOf(series)) ?? true) && !unwanted.has(nameOf(series));
}
