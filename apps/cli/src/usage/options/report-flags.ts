import type { Weekday } from '@belfry/core';
import type { CostMode, Schema } from './report-request.ts';

/** What commander makes of the options; `true` stands for an optional value that was left out. */
export interface ReportFlags {
  json?: boolean;
  jq?: string;
  schema?: Schema;
  since?: string;
  until?: string;
  timezone?: string;
  agent?: string[];
  project?: string[];
  mode?: CostMode;
  order?: 'asc' | 'desc';
  breakdown?: boolean;
  cost?: boolean;
  compact?: boolean;
  color?: boolean;
  locale?: string | true;
  debug?: boolean;
  debugSamples?: string | true;
  config?: string;
  singleThread?: boolean;
  last?: string;
  startOfWeek?: Weekday;
  instances?: boolean;
  projectAliases?: string;
  sections?: string;
  byAgent?: boolean;
  id?: string;
  active?: boolean;
  recent?: boolean;
  tokenLimit?: string;
  sessionLength?: string | true;
  live?: boolean;
  refreshInterval?: string | true;
  official?: boolean;
}
