import { BelfryError } from '@belfry/core';
import { agents } from '@belfry/ingest';
import { createUsageReports } from '@belfry/usage';
import { withCcusageConfig } from './ccusage-config.ts';
import { gatherUsage } from './gather/gather-usage.ts';
import { loadPart } from './load-part.ts';
import type { ReportRequest } from './options/report-request.ts';
import { resolveRequest } from './options/resolve-request.ts';
import type { AskedReport } from './program.ts';
import { readUsageContext } from './read-usage-context.ts';
import { findCostDifferences } from './report/cost-differences.ts';
import { withNamedProjects } from './report/named-projects.ts';
import type { JsonInput } from './schema/json-input.ts';
import { sortsKeys, toReportJson } from './schema/report-json.ts';
import { toSortedJson } from './schema/sorted-json.ts';
import { tellCostDifferences } from './tell-cost-differences.ts';
import { tellFreshness, tellWork } from './tell-freshness.ts';
import type { UsageContext } from './usage-context.ts';

/** One report: from the command line to standard output. */
export async function runReport(asked: AskedReport): Promise<void> {
  const flags = withCcusageConfig(asked.flags, asked.kind);
  const request = resolveRequest(flags, { ...asked, nowMs: Date.now() });
  checkAgents(request);
  const context = await readUsageContext();
  if (request.kind === 'blocks' && request.blocks.live) {
    const { watchBlocks } = await loadPart<typeof import('./live/watch-blocks.ts')>('usage-live');
    return watchBlocks(request, flags.color, (use) => withReports(context, request, flags.singleThread === true, use));
  }
  await withReports(context, request, flags.singleThread === true, async (input) => {
    process.stdout.write(await render(input, flags.color));
    tellFreshness(input.freshness, request);
    if (request.debug) tellCostDifferences(findCostDifferences(input.reports, input.request), request);
  });
}

/** Gathers what is needed, lets `use` report on it, and lets go of the archive. */
async function withReports<T>(
  context: UsageContext,
  request: ReportRequest,
  isSingleThreaded: boolean,
  use: (input: JsonInput) => Promise<T>,
): Promise<T> {
  const { source, freshness, close } = await gatherUsage({
    archiveFile: context.paths.archiveFile,
    machine: context.machine,
    environment: context.environment,
    roots: context.roots,
    workerEntry: new URL('./usage-worker.js', import.meta.url),
    isSingleThreaded,
    onWork: tellWork,
  });
  try {
    const reports = createUsageReports(source, { pricer: context.pricer });
    // In ccusage's schemas projects are folders, and rows are summed by them.
    const asked = request.isJson && request.schema !== 'belfry' ? request : withNamedProjects(reports, request);
    return await use({ reports, request: asked, freshness, agents: agents.map(({ id }) => id) });
  } finally {
    close();
  }
}

async function render(input: JsonInput, color: boolean | undefined): Promise<string> {
  const { request } = input;
  if (request.isJson) {
    const value = toReportJson(input);
    const json = sortsKeys(request) ? toSortedJson(value) : JSON.stringify(value, null, 2);
    if (request.jq === undefined) return `${json}\n`;
    const { runJq } = await loadPart<typeof import('./run-jq.ts')>('usage-jq');
    const printed = await runJq(json, request.jq);
    return printed === '' || printed.endsWith('\n') ? printed : `${printed}\n`;
  }
  const { renderReport } = await loadPart<typeof import('./table/render-report.ts')>('usage-table');
  return renderReport(input, { stream: process.stdout, color });
}

function checkAgents({ agents: asked = [], focus }: ReportRequest): void {
  const unknown = asked.find((name) => !agents.some(({ id }) => id === name));
  if (unknown === undefined) return;
  const what = focus === undefined ? `There is no agent "${unknown}".` : `belfry does not read ${unknown} yet.`;
  throw new BelfryError('BELFRY_USAGE', what, { hint: `It reads ${agents.map(({ id }) => id).join(', ')}.` });
}
