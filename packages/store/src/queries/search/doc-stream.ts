import type { SearchDocRow } from '../../tables/search.ts';
import type { CandidateSource, IdRange } from './candidates.ts';
import { nextTurn } from './next-turn.ts';

/** First look at an index, and the largest. */
const firstRows = 32;
const maxRows = 512;

/**
 * Texts of several indexes that pass the filter, in the order of time, looked up a stretch at a time. Nothing stays
 * open between two stretches, and others get their turn.
 */
export async function* streamDocs(
  sources: readonly CandidateSource[],
  direction: 'newest' | 'oldest',
  range: IdRange,
  passes: (doc: SearchDocRow) => boolean,
): AsyncGenerator<SearchDocRow> {
  const heads = await Promise.all(sources.map((source) => openHead(source, direction, range, passes)));
  const isBefore = (a: SearchDocRow, b: SearchDocRow) => (direction === 'newest' ? a.id > b.id : a.id < b.id);
  for (;;) {
    let best: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (head.doc && (best?.doc === undefined || isBefore(head.doc, best.doc))) best = head;
    }
    if (best?.doc === undefined) return;
    yield best.doc;
    await best.advance();
  }
}

async function openHead(
  source: CandidateSource,
  direction: 'newest' | 'oldest',
  { low, high }: IdRange,
  passes: (doc: SearchDocRow) => boolean,
) {
  const left = { low, high };
  let waiting: SearchDocRow[] = [];
  let rows = firstRows;
  let isDone = false;
  const head = {
    doc: undefined as SearchDocRow | undefined,
    async advance(): Promise<void> {
      while (waiting.length === 0 && !isDone) {
        const page = source.page(direction, left, rows);
        isDone = page.length < rows;
        const last = page.at(-1);
        if (last && direction === 'newest') left.high = last.id - 1;
        else if (last) left.low = last.id + 1;
        waiting = page.filter(passes).reverse();
        rows = Math.min(maxRows, rows * 2);
        await nextTurn();
      }
      head.doc = waiting.pop();
    },
  };
  await head.advance();
  return head;
}
