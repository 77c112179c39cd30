import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { brokenVariants, typesOf } from '../test/schema-variants.ts';
import { Fact } from './facts.ts';
import { aFact, sampleFacts } from './testing/facts.ts';

describe('facts', () => {
  it('have a builder for every kind of the union', () => {
    expect(sampleFacts.map(({ type }) => type).sort()).toEqual(typesOf(Fact).sort());
  });

  it.each(sampleFacts.map((fact) => [fact.type, fact] as const))('%s survives JSON and its schema', (_, fact) => {
    expect(Check(Fact, fact)).toBe(true);
    expect(JSON.parse(JSON.stringify(fact))).toStrictEqual(fact);
  });

  it.each(sampleFacts.map((fact) => [fact.type, fact] as const))('%s is refused in any other shape', (type, fact) => {
    const variants = brokenVariants(Fact, fact);
    expect(variants.length).toBeGreaterThan(3);
    for (const [name, variant] of variants) expect(Check(Fact, variant), `${type}: ${name}`).toBe(false);
  });

  it('of an unknown kind are refused, fields of a newer belfry are not', () => {
    expect(Check(Fact, { ...aFact('link'), type: 'hunch' })).toBe(false);
    expect(Check(Fact, { ...aFact('link'), colour: 'green' })).toBe(true);
  });

  it('from a builder are the caller’s to change', () => {
    const fact = aFact('session', { session: 's2' });
    fact.patch.cwd = '/elsewhere';
    expect(aFact('session').patch.cwd).not.toBe('/elsewhere');
    expect(aFact('session').session).not.toBe('s2');
  });
});
