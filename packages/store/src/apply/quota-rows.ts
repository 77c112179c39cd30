import type { QuotaFact, QuotaSample } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { toIsoTime } from '../views/iso-time.ts';
import type { BatchContext } from './batch-context.ts';

/** A sample, whoever said it. */
export type QuotaFigures = Omit<QuotaFact, 'type' | 'session' | 'span'>;

/** Stores quota samples; returns those not known yet (copies of a session repeat them). */
export function createQuotaRows(connection: Connection) {
  const put = connection.prepare(
    `INSERT OR IGNORE INTO quota_samples (agent, limit_name, at, machine, used_percent, window_minutes, resets_at, plan)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return (context: Pick<BatchContext, 'agent' | 'machine'>, facts: readonly QuotaFigures[]): QuotaSample[] =>
    facts.flatMap(({ limit, at, usedPercent, windowMinutes, resetsAt, plan }) => {
      const optional = [windowMinutes ?? 0, resetsAt ?? 0, plan ?? ''] as const;
      const { changes } = put.run(context.agent, limit, at, context.machine, usedPercent, ...optional);
      if (changes === 0) return [];
      const sample: QuotaSample = { agent: context.agent, limit, usedPercent, at: toIsoTime(at) };
      if (windowMinutes !== undefined) sample.windowMinutes = windowMinutes;
      if (resetsAt !== undefined) sample.resetsAt = toIsoTime(resetsAt);
      if (plan !== undefined) sample.plan = plan;
      return [sample];
    });
}
