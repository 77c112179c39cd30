import { toPromptStep } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { toTokenUsage } from '../tables/token-columns.ts';
import type { ClaimRow, UsageSeriesRow } from '../tables/usage.ts';

const names = ['agent', 'project', 'model', 'price_class', 'prompt_over', 'basis', 'reported'] as const;

/** Numbers of series, made when first needed. One for each batch: a number of a batch that failed is nobody's. */
export interface SeriesNumbers {
  of(agent: string, project: string, claim: ClaimRow): number;
}

export function createSeriesNumbers(connection: Connection): () => SeriesNumbers {
  const find = connection
    .prepare(`SELECT id FROM usage_series WHERE ${names.map((name) => `${name} = ?`).join(' AND ')}`)
    .pluck();
  const insert = connection.prepare(
    `INSERT INTO usage_series (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  return () => {
    const known = new Map<string, number>();
    return {
      of(agent, project, claim) {
        const series = toSeries(agent, project, claim);
        const values = names.map((name) => series[name]);
        const key = values.join('\n');
        const id = known.get(key) ?? (find.get(...values) as number | undefined);
        const number = id ?? Number(insert.run(...values).lastInsertRowid);
        known.set(key, number);
        return number;
      },
    };
  };
}

/** What a claim's sums have in common with those of other claims. */
export function toSeries(agent: string, project: string, claim: ClaimRow): Omit<UsageSeriesRow, 'id'> {
  return {
    agent,
    project,
    model: claim.model,
    price_class: claim.price_class,
    prompt_over: toPromptStep(toTokenUsage(claim)),
    basis: claim.basis,
    reported: Number(claim.reported_micros !== null),
  };
}
