import { dayIn } from '../options/days.ts';
import type { ReportRequest, SectionKind } from '../options/report-request.ts';
import { readBlocks } from '../report/blocks-report.ts';
import { collectPeriods, type PeriodReport } from '../report/period-report.ts';
import { collectProjects, joinProjects } from '../report/project-report.ts';
import { collectRequests, unknownSession } from '../report/request-report.ts';
import { collectSessions, type SessionRow } from '../report/session-report.ts';
import { sumFigures } from '../report/sum-figures.ts';
import { toBelfryJson } from './belfry-json.ts';
import { toCcusageBlocks } from './ccusage-blocks.ts';
import { toCodexNumbers, toCodexPeriods, toCodexSessions } from './ccusage-codex.ts';
import { toClaudeRows, toTotals, toUnifiedRows } from './ccusage-periods.ts';
import { toNumbers } from './ccusage-row.ts';
import { toClaudeSessions, toUnifiedSessions } from './ccusage-sessions.ts';
import { costIn } from './cost.ts';
import type { JsonInput } from './json-input.ts';
import { toProvenance } from './provenance.ts';

/**
 * A report as one JSON value, in the schema asked for.
 * @throws BELFRY_NOT_FOUND for an unknown session, but in ccusage's schemas, where that is `null`
 */
export function toReportJson(input: JsonInput): unknown {
  const { request } = input;
  if (request.sessionId !== undefined) return toSessionJson(input, request.sessionId);
  if (request.schema === 'belfry') return toBelfryJson(input);
  const belfry = toProvenance(input);
  if (request.kind === 'blocks') return { ...toCcusageBlocks(readBlocks(input.reports, request), request), belfry };
  if (request.instances && request.kind !== 'session') return { ...toInstancesJson(input, request.kind), belfry };
  const sections = request.sections ?? [request.kind];
  const bodies = sections.map((kind) => toSection(input, kind));
  const totals = bodies[0]?.totals;
  return { ...Object.assign({}, ...bodies.map(({ body }) => body)), totals, belfry };
}

/** Whether keys are sorted, as ccusage 20 does; 17 keeps them as its code adds them. */
export function sortsKeys({ schema }: ReportRequest): boolean {
  return schema === 'ccusage20';
}

/** ccusage's shape of one agent's reports is its own for Claude Code and for Codex; 17 knew only the first. */
function toSection(input: JsonInput, kind: SectionKind): { body: object; totals: object } {
  const { reports, request } = input;
  const isClaude = request.schema === 'ccusage17' || request.focus === 'claude';
  const isOther = request.focus !== undefined && !isClaude;
  if (kind === 'session') {
    const rows = collectSessions(reports, request);
    if (isOther) return { body: { sessions: toCodexSessions(rows, request) }, totals: sumOf(rows, request, true) };
    const dayOf = (instant: string) => dayIn(request.timezone, Date.parse(instant));
    const body = isClaude
      ? { sessions: toClaudeSessions(rows, request, request.schema === 'ccusage17' ? dayOf : undefined) }
      : { session: toUnifiedSessions(rows, request) };
    return { body, totals: toTotals(collectPeriods(reports, { ...request, byAgent: false }, 'monthly'), request) };
  }
  const report = toProjectsAsked(input, kind) ?? collectPeriods(reports, request, kind);
  if (isOther) {
    return {
      body: { [kind]: toCodexPeriods(report, request) },
      totals: toCodexNumbers(report.summary.totals, request),
    };
  }
  const rows = isClaude ? toClaudeRows(report, request) : toUnifiedRows(report, request);
  return { body: { [kind]: rows }, totals: toTotals(report, request) };
}

/** `--project` in ccusage's schemas may name a folder, which is no project of belfry's. */
function toProjectsAsked(input: JsonInput, kind: Exclude<SectionKind, 'session'>): PeriodReport | undefined {
  const { reports, request } = input;
  if (request.projects === undefined) return undefined;
  const projects = collectProjects(reports, request, kind, { slugs: true });
  const { projects: _, ...everything } = request;
  const { summary } = collectPeriods(reports, { ...everything, byAgent: false }, kind);
  const rows = joinProjects(projects, request.order);
  const { untimed: __, ...rest } = summary;
  const figures = sumFigures(rows.map((row) => row.figures));
  return { kind, rows, summary: { ...rest, totals: { ...rest.totals, ...figures, totalCost: figures.cost } } };
}

function toInstancesJson({ reports, request }: JsonInput, kind: Exclude<SectionKind, 'session'>): object {
  const projects = collectProjects(reports, request, kind, { slugs: true });
  const { summary } = collectPeriods(reports, { ...request, byAgent: false }, kind);
  const named = projects.map(({ project, rows }) => {
    const shown = request.projectAliases.get(project) ?? project;
    const own = toClaudeRows({ kind, rows, summary }, request);
    return [project, request.schema === 'ccusage17' ? own : own.map((row) => ({ ...row, project: shown }))] as const;
  });
  const totals = sumFigures(projects.flatMap(({ rows }) => rows.map(({ figures }) => figures)));
  return { projects: Object.fromEntries(named), totals: toNumbers(totals, request) };
}

function sumOf(rows: readonly SessionRow[], request: ReportRequest, isCodex: boolean): object {
  const total = sumFigures(rows.map(({ figures }) => figures));
  return isCodex ? toCodexNumbers(total, request) : toNumbers(total, request);
}

function toSessionJson(input: JsonInput, given: string): unknown {
  const { reports, request, agents } = input;
  const found = collectRequests(reports, given, agents);
  if (found === undefined) {
    if (request.schema !== 'belfry') return null;
    throw unknownSession(given);
  }
  const { id, usage, requests } = found;
  if (request.schema === 'belfry') return { ...usage, requests, ...toProvenance(input) };
  return {
    sessionId: given.slice(given.indexOf(':') + 1),
    ...(request.showsCost ? { totalCost: costIn(request.costMode, usage.own) } : {}),
    totalTokens: usage.own.totalTokens,
    entries: requests.map(({ at, tokens, model, reportedCostMicros = 0 }) => ({
      timestamp: at,
      inputTokens: tokens.input,
      outputTokens: tokens.output,
      cacheCreationTokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
      cacheReadTokens: tokens.cacheRead,
      model,
      // As ccusage: what the log says, 0 when it says nothing.
      costUSD: reportedCostMicros / 1e6,
    })),
    belfry: { id, ...toProvenance(input) },
  };
}
