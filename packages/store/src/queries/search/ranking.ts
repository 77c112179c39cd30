import { firstTimedId } from '../../search/doc-id.ts';
import type { SearchSide } from '../../tables/search.ts';
import type { CandidateSource, IdRange } from './candidates.ts';
import { nextTurn } from './next-turn.ts';

/**
 * Texts of each index that are looked at, the newest: beyond them a text would have to be far better. One statement,
 * because each counts all texts with a word anew.
 */
const maxRows = 3_000;

/** Ids are a sixteenth of a second apart. */
const idsPerDay = 16 * 86_400;
/** After so many days half of the part of a fit that age decides is gone. */
const halfLifeDays = 30;
/** Outputs are long and full of everything; what people and agents said comes first. */
const sideWeights = [1, 0.6];

/**
 * Ids of the best texts, best first: how well they fit (BM25) and how recent they are, compared with the newest of
 * them, so that an answer does not depend on the clock.
 */
export async function rankDocs(
  sources: readonly { side: SearchSide; source: CandidateSource }[],
  range: IdRange,
): Promise<number[]> {
  const found: { id: number; fit: number }[] = [];
  for (const { side, source } of sources) {
    const page = source.ranked(range, maxRows);
    for (const { id, fit } of page) found.push({ id, fit: fit * (sideWeights[side] ?? 1) });
    await nextTurn();
  }
  const newest = found.reduce((max, { id }) => Math.max(max, id), 0);
  const scored = found.map(({ id, fit }) => ({ id, score: fit * recency(id, newest) }));
  return scored.sort((a, b) => b.score - a.score || b.id - a.id).map(({ id }) => id);
}

/** 1 for the newest, a third for what is very old or has no time. */
function recency(id: number, newest: number): number {
  if (id < firstTimedId) return 1 / 3;
  return (1 + 2 * 2 ** (-(newest - id) / idsPerDay / halfLifeDays)) / 3;
}
