import { createColors } from 'picocolors';
import { wantsColor } from '../../output/color.ts';
import { say } from '../../output/talk.ts';
import type { SectionKind } from '../options/report-request.ts';
import { readBlocks } from '../report/blocks-report.ts';
import { collectPeriods } from '../report/period-report.ts';
import { collectProjects } from '../report/project-report.ts';
import { collectRequests, unknownSession } from '../report/request-report.ts';
import { collectSessions } from '../report/session-report.ts';
import type { JsonInput } from '../schema/json-input.ts';
import { renderBlocks } from './blocks-table.ts';
import { renderPeriods } from './periods-table.ts';
import { renderQuota } from './quota-table.ts';
import { renderRequests } from './requests-table.ts';
import { renderSessions } from './sessions-table.ts';
import { isNarrow, type TableStyle } from './table-style.ts';

/** A report for people: tables that fit the terminal. */
export function renderReport(
  input: JsonInput,
  { stream, color }: { stream: NodeJS.WriteStream; color: boolean | undefined },
): string {
  const { reports, request } = input;
  const isColored = color ?? wantsColor(stream, process.env);
  const isCompact = request.isCompact || isNarrow(stream);
  const style: TableStyle = { stream, color: isColored, isCompact, request };
  if (request.sessionId !== undefined) {
    const found = collectRequests(reports, request.sessionId, input.agents);
    if (found === undefined) throw unknownSession(request.sessionId);
    return renderRequests(found, style);
  }
  if (request.kind === 'blocks') {
    const official = request.blocks.official ? renderQuota(reports.quota({}), style) : '';
    return official + renderBlocks(readBlocks(reports, request), style);
  }
  const sections = request.sections ?? [request.kind];
  const bold = createColors(isColored).bold;
  return sections
    .map((kind) => (sections.length > 1 ? `${bold(kind)}\n` : '') + renderSection(input, kind, style))
    .join('\n');
}

function renderSection({ reports, request }: JsonInput, kind: SectionKind, style: TableStyle): string {
  if (kind === 'session') {
    const rows = collectSessions(reports, request);
    return rows.length === 0 ? nothing() : renderSessions(rows, style);
  }
  const report = collectPeriods(reports, request, kind);
  if (report.rows.length === 0) return nothing();
  if (report.summary.unpriced.length > 0 && request.showsCost) tellUnpriced(report.summary.unpriced);
  if (!request.instances) return renderPeriods(report.rows, report.summary.totals, style);
  const bold = createColors(style.color).bold;
  return collectProjects(reports, request, kind, { slugs: request.schema !== 'belfry' })
    .map(({ project, rows }) => {
      const name = request.projectAliases.get(project) ?? project;
      return `${bold(name)}\n${renderPeriods(rows, undefined, style)}`;
    })
    .join('\n');
}

function nothing(): string {
  say('No usage found.');
  return '';
}

function tellUnpriced(unpriced: readonly { model: string; reason: string }[]): void {
  const names = [...new Set(unpriced.map(({ model }) => model || 'requests without a model'))].sort();
  say(`belfry: no price is known for ${names.join(', ')}; costs do not hold ${names.length === 1 ? 'it' : 'them'}.`);
}
