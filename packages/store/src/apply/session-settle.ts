import { toProjectName } from '../project-name.ts';
import type { SessionRow } from '../tables/sessions.ts';
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
  // Nothing has come since it was pruned: its stub stays as it is.
  if (row.pruned_at !== null && session.reading.length === 0) return;
  const stub = row.pruned_at === null ? undefined : { ...row };
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
  if (stub) keepOfStub(row, stub, merged);
  row.needle = [row.title, row.project, row.branch ?? '', row.agent, row.native].join('\n').toLowerCase();
}

/** What the pruned part said and the rest does not: when it began, whose it was, what it is counted under. */
function keepOfStub(row: SessionRow, stub: SessionRow, merged: MergedSession): void {
  if (stub.first_at !== null) row.first_at = Math.min(stub.first_at, row.first_at ?? stub.first_at);
  if (stub.last_at !== null) row.last_at = Math.max(stub.last_at, row.last_at ?? stub.last_at);
  if (merged.cwd === undefined) row.project = stub.project;
  if (row.parent !== null) return;
  row.parent = stub.parent;
  row.relation = stub.relation;
  row.parent_call = stub.parent_call;
}

function sourceOf(context: BatchContext, id: number): { role: string; path: string } {
  return id === context.source.id ? context.source : context.sourceById(id);
}
