import type { Fact } from '@belfry/core';

/** Facts without the places they stand at, to compare the same records in another layout of the file. */
export function toPlacelessFacts(facts: readonly Fact[]): unknown[] {
  return facts.map((fact) => {
    const { span: _span, ...rest } = fact;
    return fact.type === 'abandon' ? { type: fact.type, session: fact.session } : rest;
  });
}
