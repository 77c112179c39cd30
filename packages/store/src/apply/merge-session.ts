import type { Contribution } from './contribution.ts';
import { compareSources, type SourceRank } from './source-order.ts';

/** A contribution with what orders it among those of its session. */
export interface PlacedContribution extends SourceRank {
  /** Of an older generation of its source: it only fills what nothing newer says. */
  isOld: boolean;
  generation: number;
  firstAt: number | null;
  lastAt: number | null;
  contribution: Contribution;
}

/** A session as its sources together tell it. */
export interface MergedSession extends Omit<Contribution, 'titles'> {
  titles: NonNullable<Contribution['titles']>;
  versions: string[];
  models: string[];
  firstAt: number | null;
  lastAt: number | null;
}

/** Merges contributions in reading order; the result does not depend on the order they arrived in. */
export function mergeSession(native: string, contributions: readonly PlacedContribution[]): MergedSession {
  const placed = [...contributions].sort((a, b) => compareReading(native, a, b));
  const current = placed.filter((one) => !one.isOld);
  const old = placed.filter((one) => one.isOld);
  const firsts = [...current, ...old].map((one) => one.contribution);
  const lasts = [...old, ...current].map((one) => one.contribution).reverse();
  const first = <Key extends keyof Contribution>(key: Key) => firsts.find((one) => one[key] !== undefined)?.[key];
  const last = <Key extends keyof Contribution>(key: Key) => lasts.find((one) => one[key] !== undefined)?.[key];
  const lastTitle = (source: 'custom' | 'agent' | 'summary') =>
    lasts.find((one) => one.titles?.[source] !== undefined)?.titles?.[source];
  const prompt = firsts.find((one) => one.titles?.prompt)?.titles?.prompt;
  const parents = firsts.flatMap((one) => (one.parent ? [one.parent] : []));
  const parent = parents[0];
  const callId = parents.find((one) => one.session === parent?.session && one.callId !== undefined)?.callId;
  return {
    cwd: first('cwd'),
    lastCwd: last('lastCwd'),
    branch: last('branch'),
    versions: [...new Set(firsts.flatMap((one) => one.versions ?? []))],
    models: [...new Set(firsts.flatMap((one) => one.models ?? []))],
    entrypoint: first('entrypoint'),
    agentType: first('agentType'),
    description: first('description'),
    team: first('team'),
    permissionMode: last('permissionMode'),
    contextWindow: last('contextWindow'),
    reportedCostMicros: last('reportedCostMicros'),
    titles: { custom: lastTitle('custom'), agent: lastTitle('agent'), summary: lastTitle('summary'), prompt },
    ...(parent ? { parent: { ...parent, callId } } : {}),
    firstAt: extreme(placed, 'firstAt', Math.min),
    lastAt: extreme(placed, 'lastAt', Math.max),
  };
}

/** Order in which the sources of a session are read: older first, so that a continued session reads on. */
export function compareReading(
  native: string,
  a: SourceRank & { firstAt: number | null; generation: number },
  b: SourceRank & { firstAt: number | null; generation: number },
): number {
  return (
    Number(a.role !== 'transcript') - Number(b.role !== 'transcript') ||
    (a.firstAt ?? Number.MAX_SAFE_INTEGER) - (b.firstAt ?? Number.MAX_SAFE_INTEGER) ||
    compareSources(native, a, b) ||
    a.generation - b.generation
  );
}

function extreme(
  placed: readonly PlacedContribution[],
  key: 'firstAt' | 'lastAt',
  choose: (...values: number[]) => number,
): number | null {
  const values = placed.flatMap((one) => (one[key] === null ? [] : [one[key]]));
  return values.length === 0 ? null : choose(...values);
}
