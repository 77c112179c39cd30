import { cellFields, type RequestFact } from '@belfry/core';
import { aBatch, aFact, aSourceRef, someTokens } from '@belfry/core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tempArchive } from '../testing/index.ts';
import { packCells, unpackCells } from './pack-cells.ts';

const dayMs = 86_400_000;
const firstDay = 20_500;

/** A transcript with one request at each of the times. */
function requestsAt(session: string, times: readonly number[], request: Partial<RequestFact> = {}) {
  return aBatch({
    source: aSourceRef({ path: `projects/x/${session}.jsonl`, session }),
    facts: times.map((at, index) => aFact('request', { session, key: `${session}-${index}`, at, ...request })),
  });
}

describe('packed cells', () => {
  const number = fc.oneof(fc.nat({ max: 200 }), fc.nat({ max: Number.MAX_SAFE_INTEGER }));
  const cell = fc.record({
    ahead: fc.nat({ max: 5 }),
    series: fc.integer({ min: 1, max: 100_000 }),
    session: fc.integer({ min: 1, max: 2 ** 33 }),
    first: fc.nat({ max: 899_999 }),
    span: fc.nat({ max: 899_999 }),
    sums: fc.array(number, { minLength: cellFields.length - 5, maxLength: cellFields.length - 5 }),
  });

  it('are the same when unpacked, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 20 }), (cells) => {
        let quarter = firstDay * 96;
        const numbers = cells.flatMap(({ ahead, series, session, first, span, sums }) => {
          quarter += ahead;
          const firstAt = quarter * 900_000 + first;
          return [quarter, series, session, firstAt, firstAt + span, ...sums];
        });
        const packed = packCells(Float64Array.from(numbers));
        expect([...unpackCells(packed)]).toEqual(numbers);
      }),
    );
  });
});

describe('an archive as a source of usage', () => {
  it('gives the same cells of a day at rest from its pack as from its rows', () => {
    using archive = tempArchive();
    const times = Array.from({ length: 40 }, (_, index) => firstDay * dayMs + (index * dayMs) / 10 + index);
    archive.writer.applyBatch(requestsAt('a', times));
    archive.writer.applyBatch(
      requestsAt('b', times, { reportedCostMicros: 7, tokens: someTokens({ input: 300_000 }) }),
    );
    const read = () => archive.reader.usage.days(0, 1e6).map(({ day }) => [...archive.reader.usage.cells(day)]);
    const before = read();
    expect(before.map(({ length }) => length)).toEqual(before.map(() => 20 * cellFields.length));
    // One by one; then there is nothing left to do.
    expect(archive.writer.fold(1e9)).toBeGreaterThan(0);
    while (archive.writer.fold(1) > 0);
    expect(read()).toEqual(before);
  });

  it('says that a day has changed, and only that one', () => {
    using archive = tempArchive();
    archive.writer.applyBatch(requestsAt('a', [firstDay * dayMs, (firstDay + 1) * dayMs]));
    const before = new Map(archive.reader.usage.days(0, 1e6).map(({ day, version }) => [day, version]));
    archive.writer.applyBatch(requestsAt('b', [(firstDay + 1) * dayMs]));
    const changed = archive.reader.usage.days(0, 1e6).filter(({ day, version }) => before.get(day) !== version);
    expect(changed.map(({ day }) => day)).toEqual([firstDay + 1]);
  });

  it('keeps requests without a time apart from every day', () => {
    using archive = tempArchive();
    archive.writer.applyBatch(
      aBatch({ facts: [aFact('request', { key: 'r1', at: undefined, tokens: someTokens({ input: 5 }) })] }),
    );
    expect([...archive.reader.usage.untimed()].at(cellFields.indexOf('input'))).toBe(5);
    expect(archive.reader.usage.days(1, 1e6)).toEqual([]);
  });

  it('names the session that counts a request another one repeats', () => {
    using archive = tempArchive();
    const at = firstDay * dayMs;
    const request = (session: string) => aFact('request', { session, key: 'shared', at });
    for (const session of ['b', 'a']) {
      const source = aSourceRef({ path: `projects/x/${session}.jsonl`, session });
      archive.writer.applyBatch(aBatch({ source, facts: [request(session)] }));
    }
    const { usage } = archive.reader;
    const requestsOf = (id: string) => usage.requests(usage.session(id)?.key ?? 0).map(({ countedIn }) => countedIn);
    expect(requestsOf('claude:a')).toEqual([undefined]);
    expect(requestsOf('claude:b')).toEqual(['claude:a']);
  });

  it('lists what is below a session at any depth, and no circle is endless', () => {
    using archive = tempArchive();
    const child = (session: string, parent: string) =>
      aBatch({
        source: aSourceRef({ path: `projects/x/${session}.jsonl`, session }),
        facts: [
          aFact('session', { session, patch: { parent: { session: parent, relation: 'subagent' } } }),
          aFact('request', { session, key: session, at: firstDay * dayMs }),
        ],
      });
    for (const [session, parent] of [
      ['b', 'a'],
      ['c', 'b'],
      ['a', 'c'],
    ] as const) {
      archive.writer.applyBatch(child(session, parent));
    }
    const { usage } = archive.reader;
    const below = usage.descendants(usage.session('claude:a')?.key ?? 0);
    expect(below.map(({ id, parentId }) => [id, parentId])).toEqual([
      ['claude:b', 'claude:a'],
      ['claude:c', 'claude:b'],
    ]);
  });

  it('gives quota samples of the agents asked for, in order of time', () => {
    using archive = tempArchive();
    const sample = (limit: string, at: number, usedPercent: number) =>
      aFact('quota', { limit, at, usedPercent, windowMinutes: 300, resetsAt: at + 1000, plan: 'pro' });
    archive.writer.applyBatch(
      aBatch({ facts: [sample('weekly', 30, 3), sample('five_hour', 20, 2), sample('five_hour', 10, 1)] }),
    );
    const { usage } = archive.reader;
    expect(usage.quotaSamples(20).map(({ limit, usedPercent }) => [limit, usedPercent])).toEqual([
      ['five_hour', 2],
      ['weekly', 3],
    ]);
    expect(usage.quotaSamples(0, ['codex'])).toEqual([]);
    expect(usage.quotaSamples(30)[0]).toEqual({
      agent: 'claude',
      limit: 'weekly',
      usedPercent: 3,
      at: '1970-01-01T00:00:00.030Z',
      windowMinutes: 300,
      resetsAt: '1970-01-01T00:00:01.030Z',
      plan: 'pro',
    });
  });
});
