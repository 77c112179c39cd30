import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDeadlines } from './deadlines.ts';

describe('deadlines', () => {
  it('come in the order of time, each name once, as it was set last', () => {
    const deadlines = createDeadlines();
    for (const [name, at] of [
      ['b', 20],
      ['a', 10],
      ['c', 30],
      ['a', 25],
    ] as const)
      deadlines.set(name, at);
    deadlines.set('c', undefined);
    expect(deadlines.next()).toBe(20);
    expect(deadlines.take(24)).toEqual(['b']);
    expect(deadlines.take(100)).toEqual(['a']);
    expect(deadlines.next()).toBeUndefined();
  });

  it('are what a sorted list would say, whatever is set', () => {
    const step = fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      at: fc.option(fc.nat(50), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const deadlines = createDeadlines();
        const expected = new Map<string, number>();
        for (const { name, at } of steps) {
          deadlines.set(name, at);
          if (at === undefined) expected.delete(name);
          else expected.set(name, at);
        }
        expect(deadlines.next()).toBe(expected.size === 0 ? undefined : Math.min(...expected.values()));
        expect(new Set(deadlines.take(25))).toEqual(
          new Set([...expected].filter(([, at]) => at <= 25).map(([name]) => name)),
        );
      }),
      { numRuns: 50 },
    );
  });
});
