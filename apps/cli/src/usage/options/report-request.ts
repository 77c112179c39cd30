import type { Weekday } from '@belfry/core';

export const periodKinds = ['daily', 'weekly', 'monthly'] as const;
export type PeriodKind = (typeof periodKinds)[number];
/** Reports that `--sections` may name. */
export const sectionKinds = [...periodKinds, 'session'] as const;
export type SectionKind = (typeof sectionKinds)[number];
export type ReportKind = SectionKind | 'blocks';

/** Shape of the JSON: belfry's own, or that of a major version of ccusage. */
export const schemas = ['belfry', 'ccusage17', 'ccusage20'] as const;
export type Schema = (typeof schemas)[number];

/** `calculate`: from prices · `display`: only what agents said themselves · `auto`: what they said, else from prices. */
export const costModes = ['auto', 'calculate', 'display'] as const;
export type CostMode = (typeof costModes)[number];

/** In the order of `Date.getDay`. */
export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const satisfies Weekday[];

/** Where and how a report is printed. */
export interface OutputRequest {
  schema: Schema;
  isJson: boolean;
  /** A jq program the JSON goes through. */
  jq?: string;
  /** Narrow tables. */
  isCompact: boolean;
  showsCost: boolean;
  costMode: CostMode;
  order: 'asc' | 'desc';
  /** Tables show a row for each model. */
  breakdown: boolean;
  /** BCP 47 tag for dates in tables; ISO dates without it. */
  locale?: string;
  debug: boolean;
  debugSamples: number;
}

/** Which usage, of whom. */
export interface UsageScope {
  /** YYYY-MM-DD, both included. */
  from?: string;
  to?: string;
  timezone: string;
  weekStart: Weekday;
  /** Only these; all when absent. */
  agents?: string[];
  projects?: string[];
}

/** A report as the command line asks for it, checked. */
export interface ReportRequest extends OutputRequest, UsageScope {
  kind: ReportKind;
  /** One load, several reports; the kind is the first. */
  sections?: SectionKind[];
  /** ccusage's report of one agent (`ccusage claude daily`), which has a shape of its own. */
  focus?: string;
  /** Only so many of the latest periods, the current one included. */
  last?: number;
  byAgent: boolean;
  /** Rows apart by project. */
  instances: boolean;
  /** Names to show instead of a project's own. */
  projectAliases: ReadonlyMap<string, string>;
  sessionId?: string;
  blocks: BlocksRequest;
}

export interface BlocksRequest {
  activeOnly: boolean;
  recentOnly: boolean;
  tokenLimit?: number | 'max';
  sessionHours: number;
  live: boolean;
  refreshMs: number;
  /** Official quota windows beside the inferred ones. */
  official: boolean;
}
