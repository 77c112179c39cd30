import {
  fromSessionId,
  type QuotaSample,
  toSessionId,
  type UsageRequest,
  type UsageSeries,
  type UsageSession,
  type UsageSource,
} from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import type { SessionRow } from '../tables/sessions.ts';
import { toTokenUsage } from '../tables/token-columns.ts';
import type { ClaimRow, QuotaSampleRow, UsageSeriesRow } from '../tables/usage.ts';
import { toIsoTime } from '../views/iso-time.ts';
import { toQuotaSample } from '../views/quota-sample.ts';
import { createCellReader } from './cell-reader.ts';
import { unpackCells } from './pack-cells.ts';

type NamedSession = Pick<
  SessionRow,
  | 'id'
  | 'root_id'
  | 'agent'
  | 'native'
  | 'project'
  | 'title'
  | 'cwd'
  | 'parent'
  | 'relation'
  | 'agent_type'
  | 'first_at'
  | 'last_at'
  | 'reported_cost_micros'
>;

const session = `s.id, s.root_id, s.agent, s.native, s.project, s.title, s.cwd, s.parent, s.relation, s.agent_type,
  s.first_at, s.last_at, s.reported_cost_micros`;

/** Usage for reports, straight from the sums. Nothing stays open between two calls. */
export function createUsageSource(connection: Connection): UsageSource {
  const prepare = (sql: string) => connection.prepare(sql);
  const days = prepare('SELECT day, version FROM usage_days WHERE day >= ? AND day < ? ORDER BY day');
  const packed = prepare('SELECT cells FROM packed_usage WHERE day = ?').pluck();
  const readCells = createCellReader(connection);
  const seriesById = prepare('SELECT * FROM usage_series WHERE id = ?');
  const sessionById = prepare(`SELECT ${session} FROM sessions s WHERE s.id = ?`);
  // Of several machines or roots with the same id the most recent, as every other read decides.
  const sessionByName = prepare(
    `SELECT ${session} FROM sessions s JOIN roots r ON r.id = s.root_id WHERE s.agent = ? AND s.native = ?
       ORDER BY s.shelf DESC, ifnull(s.last_at, 0) DESC, r.machine, r.path LIMIT 1`,
  );
  const childrenOf = prepare(
    `SELECT ${session} FROM sessions s WHERE s.parent = ? AND s.agent = ? AND s.root_id = ? AND s.relation = 'subagent'
       ORDER BY s.first_at, s.native`,
  );
  const claimsOf = prepare('SELECT * FROM claims WHERE session_id = ?');
  const counterOf = prepare(
    `SELECT s.agent, s.native FROM claims c JOIN sessions s ON s.id = c.session_id WHERE c.request = ? AND c.counted = 1`,
  );
  const samples = prepare('SELECT * FROM quota_samples WHERE agent = ? AND limit_name = ? AND at >= ? ORDER BY at');
  // From one limit to the next by index: DISTINCT would read every sample.
  const nextLimit = prepare(
    `SELECT agent, limit_name FROM quota_samples WHERE (agent, limit_name) > (?, ?)
       ORDER BY agent, limit_name LIMIT 1`,
  );
  const limits = (): Pick<QuotaSampleRow, 'agent' | 'limit_name'>[] => {
    const found: Pick<QuotaSampleRow, 'agent' | 'limit_name'>[] = [];
    for (let last = { agent: '', limit_name: '' }; ; ) {
      const next = nextLimit.get(last.agent, last.limit_name) as typeof last | undefined;
      if (next === undefined) return found;
      found.push(next);
      last = next;
    }
  };

  return {
    days: (from, to) => days.all(from, to) as { day: number; version: number }[],
    cells(day) {
      const bytes = packed.get(day) as Uint8Array | undefined;
      return bytes === undefined ? readCells(day) : unpackCells(bytes);
    },
    // Of day 0 only the first quarter can have anything.
    untimed: () => readCells(0),
    series: (id) => toSeries(seriesById.get(id) as UsageSeriesRow),
    sessions: (keys) =>
      keys.flatMap((key) => {
        const row = sessionById.get(key) as NamedSession | undefined;
        return row === undefined ? [] : [toUsageSession(row)];
      }),
    session(id) {
      const name = fromSessionId(id);
      const row = name && (sessionByName.get(name.agent, name.native) as NamedSession | undefined);
      return row && toUsageSession(row);
    },
    descendants(key) {
      const seen = new Set([key]);
      const below = (of: NamedSession): UsageSession[] =>
        (childrenOf.all(of.native, of.agent, of.root_id) as NamedSession[]).flatMap((row) => {
          if (seen.has(row.id)) return [];
          seen.add(row.id);
          return [toUsageSession(row), ...below(row)];
        });
      const row = sessionById.get(key) as NamedSession | undefined;
      return row === undefined ? [] : below(row);
    },
    requests(key) {
      const claims = claimsOf.all(key) as ClaimRow[];
      return claims.map((claim) => toRequest(claim, counterOf)).sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
    },
    quotaSamples: (from, agents) =>
      limits()
        .filter(({ agent }) => agents?.includes(agent) ?? true)
        .flatMap((one) => (samples.all(one.agent, one.limit_name, from) as QuotaSampleRow[]).map(toQuotaSample))
        .sort(byTime),
  };
}

function toSeries(row: UsageSeriesRow): UsageSeries {
  return {
    agent: row.agent,
    project: row.project,
    model: row.model,
    priceClass: row.price_class,
    promptOver: row.prompt_over,
    basis: row.basis,
    hasReportedCost: row.reported === 1,
  };
}

function toUsageSession(row: NamedSession): UsageSession {
  const view: UsageSession = {
    key: row.id,
    id: toSessionId(row.agent, row.native),
    agent: row.agent,
    project: row.project,
    title: row.title,
  };
  if (row.cwd !== null) view.cwd = row.cwd;
  if (row.parent !== null && row.relation === 'subagent') view.parentId = toSessionId(row.agent, row.parent);
  if (row.agent_type !== null) view.agentType = row.agent_type;
  if (row.first_at !== null) view.startedAt = toIsoTime(row.first_at);
  if (row.last_at !== null) view.lastAt = toIsoTime(row.last_at);
  if (row.reported_cost_micros !== null) view.reportedCostMicros = row.reported_cost_micros;
  return view;
}

function toRequest(claim: ClaimRow, counterOf: ReturnType<Connection['prepare']>): UsageRequest {
  const request: UsageRequest = {
    session: claim.session_id,
    model: claim.model,
    priceClass: claim.price_class,
    basis: claim.basis,
    tokens: toTokenUsage(claim),
  };
  if (claim.at !== null) request.at = claim.at;
  if (claim.message_key !== null) request.messageKey = claim.message_key;
  if (claim.reported_micros !== null) request.reportedCostMicros = claim.reported_micros;
  if (claim.counted === 0) {
    const counter = counterOf.get(claim.request) as Pick<SessionRow, 'agent' | 'native'> | undefined;
    if (counter !== undefined) request.countedIn = toSessionId(counter.agent, counter.native);
  }
  return request;
}

function byTime(a: QuotaSample, b: QuotaSample): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}
