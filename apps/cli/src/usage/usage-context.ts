import type { Pricer } from '@belfry/core';
import type { AppPaths } from '@belfry/core/node';
import type { AgentEnvironment } from '@belfry/ingest';

/** What a usage report runs in; as `readContext`, without what costs start-up time when nobody configured anything. */
export interface UsageContext {
  paths: AppPaths;
  machine: string;
  roots: Record<string, string[]>;
  environment: AgentEnvironment;
  pricer: Pricer;
}
