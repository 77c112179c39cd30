import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { brokenVariants, typesOf } from '../test/schema-variants.ts';
import { SideFact } from './signals.ts';
import { aHookFact } from './testing/attention.ts';

const base = { agent: 'claude', session: 's1', at: 1 };
const samples: SideFact[] = [
  aHookFact(),
  { type: 'status-line', ...base, contextWindow: 200_000, contextPercent: 12.5 },
  { type: 'process', ...base, pid: 7, what: 'gone' },
  { type: 'pane', ...base, pane: '%1', shows: 'permission' },
];

describe('what is heard beside transcripts', () => {
  it('has a sample of every kind', () => {
    expect(samples.map(({ type }) => type).sort()).toEqual(typesOf(SideFact).sort());
  });

  it.each(samples.map((fact) => [fact.type, fact] as const))('%s survives JSON and its schema', (_, fact) => {
    expect(Check(SideFact, JSON.parse(JSON.stringify(fact)))).toBe(true);
    for (const [name, variant] of brokenVariants(SideFact, fact)) expect(Check(SideFact, variant), name).toBe(false);
  });
});
