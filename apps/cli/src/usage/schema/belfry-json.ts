import { readBlocks } from '../report/blocks-report.ts';
import { collectPeriods } from '../report/period-report.ts';
import { collectProjects } from '../report/project-report.ts';
import { collectSessions } from '../report/session-report.ts';
import { periodNames } from './ccusage-periods.ts';
import { costIn } from './cost.ts';
import type { JsonInput } from './json-input.ts';
import { toProvenance } from './provenance.ts';

/** belfry's own shape: what the HTTP API answers, with names ccusage's users know beside its own. */
export function toBelfryJson(input: JsonInput): object {
  const { request, reports } = input;
  const { kind } = request;
  if (kind === 'blocks') {
    const quota = request.blocks.official ? { official: reports.quota({}).windows } : {};
    return { ...readBlocks(reports, request), ...quota, ...toProvenance(input) };
  }
  const sections = request.sections ?? [kind];
  const parts = sections.map((section) => (section === 'session' ? toSessions(input) : toPeriods(input, section)));
  return { ...Object.assign({}, ...parts.toReversed()), ...toProvenance(input) };
}

function toPeriods({ reports, request }: JsonInput, kind: keyof typeof periodNames): object {
  const { summary, rows } = collectPeriods(reports, request, kind);
  const { daily, ...rest } = summary;
  const byDate = new Map(daily.map((row) => [kind === 'monthly' ? row.date.slice(0, 7) : row.date, row]));
  const named = rows.map(({ period, agents }) => ({
    period,
    [periodNames[kind]]: period,
    ...byDate.get(period),
    ...(request.costMode === 'calculate'
      ? {}
      : { modeCost: costIn(request.costMode, byDate.get(period) ?? rest.totals) }),
    ...(request.byAgent ? { agents: agents.map(({ figures, ...part }) => ({ ...figures, ...part })) } : {}),
  }));
  const projects = request.instances ? collectProjects(reports, request, kind, { slugs: false }) : undefined;
  return {
    ...rest,
    [kind]: named,
    ...(projects === undefined
      ? {}
      : {
          projects: Object.fromEntries(
            projects.map(({ project, rows: own }) => [
              project,
              own.map(({ figures, models, period }) => ({ ...figures, period, modelBreakdowns: models })),
            ]),
          ),
        }),
  };
}

function toSessions({ reports, request }: JsonInput): object {
  const { daily: _, ...rest } = collectPeriods(reports, { ...request, byAgent: false }, 'monthly').summary;
  const rows = collectSessions(reports, request);
  return {
    ...rest,
    session: rows.map(({ agent, native, figures, models, ...row }) => ({
      sessionId: `${agent}:${native}`,
      agent,
      ...row,
      ...figures,
      totalCost: figures.cost,
      modelBreakdowns: models,
    })),
  };
}
