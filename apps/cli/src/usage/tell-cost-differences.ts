import { formatCount } from '../output/figures.ts';
import { say } from '../output/talk.ts';
import type { ReportRequest } from './options/report-request.ts';
import type { CostDifferences } from './report/cost-differences.ts';

/** For `--debug`: how often reported costs differ from prices, and the requests where they do most. */
export function tellCostDifferences({ compared, different }: CostDifferences, { debugSamples }: ReportRequest): void {
  if (compared === 0) {
    say('No request has a cost its agent reported, so none is compared with prices.');
    return;
  }
  say(`Of ${formatCount(compared)} requests with a reported cost ${formatCount(different.length)} differ from prices.`);
  for (const { request, reportedMicros, pricedMicros } of different.slice(0, debugSamples)) {
    const costs = `reported ${toDollars(reportedMicros)}, at prices ${toDollars(pricedMicros)}`;
    say(`  ${request.at ?? 'no time'}  ${request.sessionId}  ${request.model}: ${costs}`);
  }
}

/** To the micro-dollar: differences are mostly small. */
function toDollars(micros: number): string {
  return `$${(micros / 1_000_000).toFixed(6)}`;
}
