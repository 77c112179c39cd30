import type { Measure } from '../support/result.ts';
import { measureAgentsview } from './agentsview.ts';
import { measureAppendLatency } from './append-latency.ts';
import { measureArchiveSize } from './archive-size.ts';
import { measureDashboard } from './dashboard.ts';
import { measureFanOut } from './fan-out.ts';
import { measureFirstImport } from './first-import.ts';
import { measureIdle } from './idle.ts';
import { measureResync } from './resync.ts';
import { measureSearch } from './search.ts';
import { measureSessionOpen } from './session-open.ts';
import { measureStart } from './start.ts';
import { measureStatusLine } from './status-line.ts';
import { measureColdReport, measureWarmReport } from './usage-command.ts';
import { measureUsageReports } from './usage-reports.ts';
import { measureWebStart } from './web-start.ts';

/** Every benchmark by what asks for it: the budgets it answers, or the peer it is held against. */
export const measures: readonly { names: readonly string[]; measure: Measure }[] = [
  { names: ['P1'], measure: measureWarmReport },
  { names: ['P2'], measure: measureColdReport },
  { names: ['P3', 'P4'], measure: measureFirstImport },
  { names: ['P5'], measure: measureResync },
  { names: ['P6'], measure: measureAppendLatency },
  { names: ['P7'], measure: measureFanOut },
  { names: ['P8'], measure: measureSearch },
  { names: ['P9'], measure: measureDashboard },
  { names: ['P9'], measure: measureUsageReports },
  { names: ['P10'], measure: measureIdle },
  { names: ['P11'], measure: measureArchiveSize },
  { names: ['P12'], measure: measureStatusLine },
  { names: ['P13'], measure: measureSessionOpen },
  { names: ['P14'], measure: measureWebStart },
  { names: ['P15'], measure: measureStart },
  { names: ['agentsview'], measure: measureAgentsview },
];
