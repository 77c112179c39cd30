import type { Measure } from '../support/result.ts';
import { measureAppendLatency } from './append-latency.ts';
import { measureDashboard } from './dashboard.ts';
import { measureFanOut } from './fan-out.ts';
import { measureFirstImport } from './first-import.ts';
import { measureIdle } from './idle.ts';
import { measureResync } from './resync.ts';
import { measureSessionOpen } from './session-open.ts';
import { measureStart } from './start.ts';
import { measureStatusLine } from './status-line.ts';
import { measureColdReport, measureWarmReport } from './usage-command.ts';
import { measureUsageReports } from './usage-reports.ts';
import { measureWebStart } from './web-start.ts';

/** Every benchmark by the budget it answers. */
export const measures: Record<string, Measure> = {
  P1: measureWarmReport,
  P2: measureColdReport,
  P3: measureFirstImport,
  P5: measureResync,
  P6: measureAppendLatency,
  P7: measureFanOut,
  P9: async (context) => [...(await measureDashboard(context)), ...(await measureUsageReports(context))],
  P10: measureIdle,
  P12: measureStatusLine,
  P13: measureSessionOpen,
  P14: measureWebStart,
  P15: measureStart,
};
