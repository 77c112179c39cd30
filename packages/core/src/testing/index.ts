// Places and time

export { type FakeClock, fakeClock } from './fake-clock.ts';
export { type TempHome, tempHome } from './temp-home.ts';

// What goes in

export { aBatch, aSourceCursor, aSourceRef } from './batches.ts';
export { aFact, sampleFacts } from './facts.ts';
export { aHookFact, anAlert, aSessionState } from './attention.ts';
export { anIssue, anIssueView } from './issues.ts';

// What comes out

export { aDiskUsage } from './disk.ts';
export { anEvent, sampleEvents } from './events.ts';
export {
  aFeedPage,
  aFileEdit,
  aFileEditPage,
  aSessionTree,
  aToolCallDetail,
  aTreeNode,
} from './insight.ts';
export { aMessageHead, aMessagePage, aMessageView, aToolCallHead, aToolCallView } from './messages.ts';
export { aQuotaSample } from './quota.ts';
export { aSearchHit, aSearchPage } from './search.ts';
export {
  aCostSeries,
  aQuotaReport,
  aRequestUsage,
  aSessionUsage,
  aSessionUsageRow,
  aUsageSummary,
  someFigures,
  someUsageBlocks,
} from './usage.ts';
export { aSessionDetail, aSessionView, someTokens } from './sessions.ts';
