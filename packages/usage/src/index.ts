// Reports

export { createUsageReports } from './create-usage-reports.ts';
export type { UsageReportDeps, UsageReports } from './usage-reports.ts';

// Where their numbers come from

export {
  cellFields,
  type SessionCells,
  sessionCellFields,
  type UsageCells,
  type UsageRequest,
  type UsageSeries,
  type UsageSession,
  type UsageSource,
} from './usage-source.ts';
export { createUsageTally, type TallyRequest, type TallySession, type UsageTally } from './usage-tally.ts';
export { createUsageOverlay, firstOverlayKey, type UsageChange, type UsageChanges } from './usage-overlay.ts';
