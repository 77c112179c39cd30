import { describe, expect, it } from 'vitest';
import { aRecord, aReply, aUser, factsOf, read } from './test-records.ts';

function abandoned(records: Parameters<typeof read>[0]): (readonly [number, number])[] {
  const reading = read(records);
  return factsOf(reading, 'abandon').map(({ from, to }) => [
    reading.offsets.indexOf(from),
    reading.offsets.findIndex((offset) => offset >= to),
  ]);
}

describe('a rewind', () => {
  it('abandons everything from the earlier prompt up to the one in its place', () => {
    const records = [
      aUser('one', { parentUuid: null, uuid: 'u1' }),
      aReply('m1', 'a'),
      aUser('two', { parentUuid: 'p' }),
      aReply('m2', 'b'),
      aUser('two again', { parentUuid: 'p' }),
    ];
    expect(abandoned(records)).toEqual([[2, 4]]);
  });

  it('to the very beginning abandons all', () => {
    expect(
      abandoned([aUser('one', { parentUuid: null }), aReply('m', 'a'), aUser('uno', { parentUuid: null })]),
    ).toEqual([[0, 2]]);
  });

  it('happens again from the same point, each time for what is new', () => {
    const prompt = (text: string) => aUser(text, { parentUuid: 'p' });
    expect(abandoned([prompt('a'), prompt('b'), aReply('m', 'x'), prompt('c')])).toEqual([
      [0, 1],
      [1, 3],
    ]);
  });

  it('may end in a command, and begin with the caveat before one', () => {
    const caveat = aUser('<local-command-caveat>x</local-command-caveat>', { isMeta: true, parentUuid: 'p' });
    expect(abandoned([caveat, aUser('instead', { parentUuid: 'p' })])).toEqual([[0, 1]]);
  });
});

describe('no rewind', () => {
  it('is a line written twice', () => {
    const prompt = aUser('one', { parentUuid: 'p', uuid: 'u1' });
    expect(abandoned([prompt, aReply('m', 'a'), prompt])).toEqual([]);
  });

  it('are results of parallel calls, and text the agent injects', () => {
    const result = (id: string) => aUser([{ type: 'tool_result', tool_use_id: id, content: '' }], { parentUuid: 'p' });
    expect(abandoned([result('a'), result('b')])).toEqual([]);
    expect(abandoned([aUser('one', { parentUuid: 'p' }), aUser('x', { parentUuid: 'p', isMeta: true })])).toEqual([]);
  });

  it('is the new root after a compaction', () => {
    const records = [
      aUser('one', { parentUuid: null }),
      aRecord({ type: 'system', subtype: 'compact_boundary', parentUuid: null }),
      aUser('two', { parentUuid: null }),
    ];
    expect(abandoned(records)).toEqual([]);
  });

  it('is another session in the same file', () => {
    const path = 'projects/-x/joined.jsonl';
    const records = ['s1', 's2'].map((sessionId) => aUser('one', { parentUuid: null, sessionId }));
    expect(factsOf(read(records, path), 'abandon')).toEqual([]);
  });
});

describe('a reply in the place of another', () => {
  it('abandons the message of the record it names', () => {
    const records = [
      aUser('one'),
      aReply('m1', 'Blue', { uuid: 'r1' }),
      aReply('m1', 'bri', { uuid: 'r2' }),
      aReply('m2', 'Blue bricks', { supersedesUuids: ['r2', 'unheard-of', 7] }),
    ];
    const reading = read(records);
    expect(factsOf(reading, 'abandon').map(({ from, to }) => [from, to])).toEqual([
      [reading.offsets[1], (reading.offsets[1] ?? 0) + 1],
    ]);
  });

  it('never abandons itself', () => {
    const own = aReply('m1', 'b', { supersedesUuids: ['r1'] });
    expect(abandoned([aReply('m1', 'a', { uuid: 'r1' }), own])).toEqual([]);
  });
});
