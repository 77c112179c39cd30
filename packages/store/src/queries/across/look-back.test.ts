import { describe, expect, it } from 'vitest';
import { lookBack, type Place, type TimeList } from './look-back.ts';

interface Row {
  at: number | null;
  id: number;
}

/** A list over numbers of which those in `shown` are items; thousands of rows stand for 7. */
function aList(rows: Row[], shown: (row: Row) => boolean, isFiltered: boolean) {
  const sorted = [...rows].sort((a, b) => (b.at ?? -1) - (a.at ?? -1) || b.id - a.id);
  const asked = { read: 0 };
  const from = (place: Place<Row> | undefined) => {
    if (place === undefined) return sorted;
    const { after } = place;
    if (after !== undefined) return sorted.slice(sorted.findIndex(({ id }) => id === after.id) + 1);
    return sorted.filter(({ at }) => at === null || (place.at !== null && at < place.at));
  };
  const list: TimeList<Row, number> = {
    read: async (place, floor, count) => {
      const rest = from(place).filter(({ at }) => floor === undefined || (at ?? -1) >= floor);
      asked.read += rest.length;
      return rest.filter((row) => !isFiltered || shown(row)).slice(0, count);
    },
    toItems: async (keys) => keys.map((row) => (shown(row) ? row.id : undefined)),
  };
  if (isFiltered) list.floor = async (place, stride) => from(place)[(stride / 1_000) * 7 - 1]?.at ?? undefined;
  return { list, asked };
}

const rows = Array.from({ length: 500 }, (_, id) => ({ at: id < 5 ? null : Math.floor(id / 3), id }));

async function walk(list: TimeList<Row, number>, limit: number) {
  const seen: number[] = [];
  let pages = 0;
  let from: Place<Row> | undefined;
  do {
    const page = await lookBack(list, from, limit);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    seen.push(...page.items);
    from = page.next;
    pages++;
  } while (from !== undefined);
  return { seen, pages };
}

describe('looking back', () => {
  it.each([1, 2, 7, 50, 200])('gives every row once, %i a page', async (limit) => {
    const { list } = aList(rows, () => true, false);
    expect((await walk(list, limit)).seen).toEqual(rows.map(({ id }) => id).reverse());
  });

  it.each([
    ['left out after reading', false],
    ['filtered while reading', true],
  ])('gives what is shown, in order, when most is %s', async (_, isFiltered) => {
    const isShown = ({ id }: Row) => id % 31 === 2;
    const { list } = aList(rows, isShown, isFiltered);
    expect((await walk(list, 2)).seen).toEqual(Array.from({ length: 17 }, (_, n) => 498 - n * 31));
  });

  it('ends a page early rather than look through everything, and says how far it came', async () => {
    const { list, asked } = aList(rows, ({ id }) => id === 7, true);
    const page = await lookBack(list, undefined, 10);
    // 7 × (1 + 4 + 16 + 16) rows, and the rest of those at the same time.
    expect(page).toMatchObject({ items: [], next: { at: 78 }, lookedBackTo: '1970-01-01T00:00:00.078Z' });
    expect(asked.read).toBe(266);
    expect((await walk(list, 10)).seen).toEqual([7]);
  });

  it('of nothing is one empty page', async () => {
    expect(await lookBack(aList([], () => true, true).list, undefined, 10)).toEqual({ items: [] });
  });
});
