import { toProjectName } from '../project-name.ts';
import type { BatchContext } from './batch-context.ts';
import type { Lineage } from './lineage.ts';
import type { MergedSession } from './merge-session.ts';
import type { SessionDraft } from './session-book.ts';
import { chooseTitle } from './session-title.ts';

/** Writes what the sources together say into the session's row. */
export function settleSession(
  context: BatchContext,
  session: SessionDraft,
  merged: MergedSession,
  lineage: Lineage,
): void {
  const { row } = session;
  // Side-cars lie elsewhere; the first transcript's folder tells the project when no record does.
  const transcript = session.reading.map((id) => sourceOf(context, id)).find(({ role }) => role === 'transcript');
  const project = toProjectName({ cwd: merged.cwd, branch: merged.branch, sourcePath: transcript?.path });
  Object.assign(row, chooseTitle(merged.titles, row.leaf_title), {
    project,
    cwd: merged.cwd ?? null,
    branch: merged.branch ?? null,
    models: JSON.stringify(merged.models),
    versions: JSON.stringify(merged.versions),
    entrypoint: merged.entrypoint ?? null,
    agent_type: merged.agentType ?? null,
    description: merged.description ?? null,
    team: merged.team?.name ?? null,
    team_member: merged.team?.member ?? null,
    permission_mode: merged.permissionMode ?? null,
    context_window: merged.contextWindow ?? null,
    reported_cost_micros: merged.reportedCostMicros ?? null,
    first_at: merged.firstAt,
    last_at: merged.lastAt,
  });
  lineage.settleParent(session, merged);
  row.needle = [row.title, project, row.branch ?? '', row.agent, row.native].join('\n').toLowerCase();
}

function sourceOf(context: BatchContext, id: number): { role: string; path: string } {
  return id === context.source.id ? context.source : context.sourceById(id);
}
