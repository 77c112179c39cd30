import { BelfryError } from '@belfry/core';
import { agents } from '@belfry/ingest';

/** A bare day is midnight in the zone of this machine. */
export function toInstant(text: string): string {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new BelfryError('BELFRY_USAGE', `"${text}" is not a date.`, {
    hint: 'Write 2026-11-03 or 2026-11-03T14:05:00Z.',
  });
}

/** @throws BELFRY_USAGE for a name that is no agent's */
export function checkAgents(names: readonly string[] | undefined): void {
  const unknown = names?.find((name) => !agents.some(({ id }) => id === name));
  if (unknown === undefined) return;
  throw new BelfryError('BELFRY_USAGE', `There is no agent "${unknown}".`, {
    hint: `belfry reads ${agents.map(({ id }) => id).join(', ')}.`,
  });
}
