import type { SearchHit, SearchPage, SearchQuery, SearchTerms } from '@belfry/core';
import type { SearchDocRow, SearchSide } from '../../tables/search.ts';
import { parsePageCursor, toPageCursor } from '../page-cursor.ts';
import type { PlacedSessionRow } from '../sessions.ts';
import type { CandidateSource } from './candidates.ts';
import type { DocFilter } from './doc-filter.ts';
import { streamDocs } from './doc-stream.ts';
import { toFtsQuery } from './fts-query.ts';
import type { HitReader } from './hit-reader.ts';
import { nextTurn } from './next-turn.ts';
import { rankDocs } from './ranking.ts';
import type { SessionScope } from './session-scope.ts';

/** What a search by the index works with. */
export interface WordSearch {
  query: SearchQuery;
  terms: SearchTerms;
  limit: number;
  scope: SessionScope;
  filter: DocFilter;
  candidates: readonly ((match: string) => CandidateSource)[];
  /** Rows of sessions that are shown, by id. */
  sessionsOf(ids: readonly number[]): Promise<Map<number, PlacedSessionRow>>;
  docsOf(ids: readonly number[]): SearchDocRow[];
  hits: HitReader;
}

export type FoundPage = Pick<SearchPage, 'items' | 'next' | 'total'> & { sessions: PlacedSessionRow[] };

const nothing: FoundPage = { items: [], sessions: [], total: { hits: 0, isExact: true } };
/** Hits are counted up to here. */
const maxCount = 1_000;
/** Texts read before others get their turn, and for one page: a filter may drop nearly all of them. */
const textsPerTurn = 4;
const maxTexts = 5_000;

/** One page of what the indexes find. */
export async function searchWords(search: WordSearch): Promise<FoundPage> {
  const match = toFtsQuery(search.terms, search.scope.few);
  if (match === undefined) return nothing;
  const sources = search.filter.sides.map((side) => ({ side, source: sourceOf(search, side, match) }));
  return search.query.sort === 'relevance' ? searchRanked(search, sources) : searchByTime(search, sources);
}

function sourceOf({ candidates }: WordSearch, side: SearchSide, match: string): CandidateSource {
  const open = candidates[side];
  if (!open) throw new Error(`There is no index ${side}`);
  return open(match);
}

type Sources = readonly { side: SearchSide; source: CandidateSource }[];

async function searchByTime(search: WordSearch, sources: Sources): Promise<FoundPage> {
  const { query, filter } = search;
  const sort = query.sort === 'oldest' ? 'oldest' : 'newest';
  const kind = `search.${sort}`;
  const [after] = query.cursor === undefined ? [] : parsePageCursor(kind, query.cursor, ['number']);
  const range = { ...filter.range };
  if (typeof after === 'number') Object.assign(range, sort === 'newest' ? { high: after - 1 } : { low: after + 1 });
  const page = await take(
    search,
    streamDocs(
      sources.map(({ source }) => source),
      sort,
      range,
      filter.passes,
    ),
  );
  if (page.last === undefined) return { ...page, total: await countHits(search, sources, page, after === undefined) };
  return {
    ...page,
    next: toPageCursor(kind, [page.last]),
    total: await countHits(search, sources, page, false),
  };
}

async function searchRanked(search: WordSearch, sources: Sources): Promise<FoundPage> {
  const { query, filter, limit } = search;
  const kind = 'search.relevance';
  const [high = filter.range.high, skip = 0] =
    query.cursor === undefined ? [] : (parsePageCursor(kind, query.cursor, ['number', 'number']) as number[]);
  const ids = await rankDocs(sources, { ...filter.range, high });
  const newest = ids.reduce((max, id) => Math.max(max, id), 0);
  let seen = skip;
  async function* inOrder(): AsyncGenerator<SearchDocRow> {
    while (seen < ids.length) {
      const stretch = ids.slice(seen, seen + limit);
      const docs = new Map(search.docsOf(stretch).map((doc) => [doc.id, doc]));
      for (const id of stretch) {
        const doc = docs.get(id);
        if (doc && filter.passes(doc)) yield doc;
        seen += 1;
      }
    }
  }
  const page = await take(search, inOrder());
  const total = await countHits(search, sources, page, page.last === undefined && skip === 0);
  return {
    ...page,
    total,
    ...(page.last === undefined ? {} : { next: toPageCursor(kind, [Math.min(high, newest), seen]) }),
  };
}

/** Reads texts until the page is full; `last` is where to go on, absent when there is nothing beyond. */
async function take(
  { limit, sessionsOf, hits }: WordSearch,
  docs: AsyncGenerator<SearchDocRow>,
): Promise<Pick<FoundPage, 'items' | 'sessions'> & { last?: number }> {
  const items: SearchHit[] = [];
  const shown = new Map<number, PlacedSessionRow>();
  const known = new Map<number, PlacedSessionRow | undefined>();
  let read = 0;
  let last: number | undefined;
  for await (const doc of docs) {
    if (items.length >= limit || read >= maxTexts)
      return { items, sessions: [...shown.values()], ...(last === undefined ? {} : { last }) };
    last = doc.id;
    if (!known.has(doc.session_id)) {
      known.set(doc.session_id, (await sessionsOf([doc.session_id])).get(doc.session_id));
    }
    const session = known.get(doc.session_id);
    const hit = session && hits.read(doc, session);
    if (++read % textsPerTurn === 0) await nextTurn();
    if (!hit) continue;
    items.push(hit);
    shown.set(session.id, session);
  }
  return { items, sessions: [...shown.values()] };
}

/** What is on the page when that is all, else what the indexes name, up to a limit. */
async function countHits(
  { filter, limit, terms }: WordSearch,
  sources: Sources,
  { items }: Pick<FoundPage, 'items'>,
  isAll: boolean,
): Promise<FoundPage['total']> {
  if (isAll) return { hits: items.length, isExact: true };
  // Every look for a beginning of a word gathers all words that begin so.
  if (!filter.isOpen || terms.wanted.some(({ isPrefix }) => isPrefix))
    return { hits: Math.max(limit, items.length), isExact: false };
  let hits = 0;
  for (const { source } of sources) {
    hits += source.count(filter.range, maxCount);
    await nextTurn();
  }
  return { hits: Math.min(hits, maxCount), isExact: false };
}
