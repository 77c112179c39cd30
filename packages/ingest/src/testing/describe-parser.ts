import { Fact } from '@belfry/core';
import { Value } from 'typebox/value';
import { expect, it } from 'vitest';
import type { AgentDefinition, RawRecord } from '../agent.ts';
import { readLine } from '../source/jsonl-records.ts';
import { skipBlankBackwards } from '../source/line-splitter.ts';
import { toSourceStart } from '../source/reading-start.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { Fixture } from './fixture.ts';
import { createRandom, mutatedRecords } from './mutated-records.ts';

const mutationsPerRecord = 40;
const maxMutatedRecords = 60;

/** What holds for `parse`, `content` and `inspect` themselves, whatever the records. */
export function describeParser(agent: AgentDefinition, fixture: Fixture): void {
  const records = recordsOf(fixture);
  const start = toSourceStart(fixture.source);

  it('keeps its state small, plain and untouched', () => {
    let state: unknown = deepFreeze(agent.begin(start));
    for (const record of records) {
      const parsed = agent.parse(state, deepFreeze(record));
      expect(JSON.parse(JSON.stringify(parsed.state)), 'state is plain JSON').toEqual(dropUndefined(parsed.state));
      state = deepFreeze(parsed.state);
    }
    expect(JSON.stringify(state).length).toBeLessThan(64 * 1024);
  });

  it('never throws and never breaks the shape of facts on damaged records', () => {
    const random = createRandom(fixture.bytes.length);
    let state = agent.begin(start);
    for (const record of records.slice(0, maxMutatedRecords)) {
      const inspector = agent.inspect(start);
      for (const value of mutatedRecords(record.value, random, mutationsPerRecord)) {
        const damaged = { ...record, value };
        const why = () => JSON.stringify(value).slice(0, 2_000);
        expect(() => agent.content(value), why()).not.toThrow();
        expect(() => inspector.add(damaged), why()).not.toThrow();
        for (const fact of agent.parse(state, damaged).facts) {
          expect(Value.Check(Fact, fact), `${JSON.stringify(fact)} of ${why()}`).toBe(true);
        }
      }
      state = agent.parse(state, record).state;
    }
  });
}

function recordsOf(fixture: Fixture): RawRecord[] {
  const { bytes, source } = fixture;
  if (source.compression || source.format === 'opaque') return [];
  if (source.format === 'json') return readLine(bytes, 0, 0, skipBlankBackwards(bytes, 0, bytes.length)).records;
  const records: RawRecord[] = [];
  for (let start = 0; start < bytes.length; ) {
    const at = bytes.indexOf(0x0a, start);
    const end = skipBlankBackwards(bytes, start, at < 0 ? bytes.length : at);
    if (end > start) records.push(...readLine(bytes, 0, start, end).records);
    start = at < 0 ? bytes.length : at + 1;
  }
  return records;
}

/** As JSON drops them; a state may carry `undefined` in optional fields. */
function dropUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropUndefined);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, child]) => child !== undefined);
  expect(Object.getPrototypeOf(value), 'state holds plain objects only').toBe(Object.prototype);
  return Object.fromEntries(kept.map(([key, child]) => [key, dropUndefined(child)]));
}
