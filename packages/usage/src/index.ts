// Reports

export { createUsageReports } from './create-usage-reports.ts';
export { toReportJson } from './to-json.ts';
export type { UsageReportDeps, UsageReports } from './usage-reports.ts';

// Where their numbers come from

export { createUsageTally, type TallyRequest, type TallySession, type UsageTally } from './usage-tally.ts';
export { createUsageOverlay, firstOverlayKey, type UsageChange, type UsageChanges } from './usage-overlay.ts';
