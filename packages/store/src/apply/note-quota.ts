import type { Change, QuotaSample } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { createQuotaRows, type QuotaFigures } from './quota-rows.ts';

/** Stores samples that were heard and not read; must run inside a transaction. */
export function createQuotaNoter(
  connection: Connection,
): (machine: string, samples: readonly QuotaSample[]) => Change[] {
  const store = createQuotaRows(connection);
  return (machine, samples) =>
    samples
      .flatMap((sample) => store({ agent: sample.agent, machine }, [toFigures(sample)]))
      .map((sample): Change => ({ type: 'quota', sample }));
}

function toFigures({ limit, usedPercent, windowMinutes, resetsAt, at, plan }: QuotaSample): QuotaFigures {
  return {
    limit,
    usedPercent,
    at: Date.parse(at),
    ...(windowMinutes === undefined ? {} : { windowMinutes }),
    ...(resetsAt === undefined ? {} : { resetsAt: Date.parse(resetsAt) }),
    ...(plan === undefined ? {} : { plan }),
  };
}
