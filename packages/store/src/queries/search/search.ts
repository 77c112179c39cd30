import { parseSearchTerms, type SearchPage, type SearchQuery, type SearchTerms } from '@belfry/core';
import type { SegmentReader } from '../../bytes/segment-reader.ts';
import type { Connection } from '../../database/connection.ts';
import type { SearchDocRow } from '../../tables/search.ts';
import { shelves } from '../../tables/sessions.ts';
import type { ArchiveDb } from '../archive-db.ts';
import type { DerivedReader } from '../derived.ts';
import { cursorKind, toLimit } from '../page-cursor.ts';
import type { RecordBlocks } from '../record-blocks.ts';
import { findSession } from '../session.ts';
import { type PlacedSessionRow, selectSessions, toView } from '../sessions.ts';
import { createVocabulary, findAlternatives } from './alternatives.ts';
import { createCandidates } from './candidates.ts';
import { toDocFilter } from './doc-filter.ts';
import { toFtsQuery } from './fts-query.ts';
import { createHitReader, type TextMatcher, toWordMatcher } from './hit-reader.ts';
import { createRecordOwners } from './record-owners.ts';
import { createSourceScan } from './scan-sources.ts';
import { searchText, textCursor } from './search-text.ts';
import { type FoundPage, searchWords, type WordSearch } from './search-words.ts';
import { toSessionScope } from './session-scope.ts';
import { toTextPattern } from './text-pattern.ts';

/** Answers searches over one connection. */
export type Search = (query: SearchQuery) => Promise<SearchPage | undefined>;

const maxLimit = 100;
const defaultLimit = 20;
/** Alternatives are counted up to here. */
const maxCount = 100;

export function createSearch(
  connection: Connection,
  db: ArchiveDb,
  reader: SegmentReader,
  blocksOf: (session: PlacedSessionRow) => RecordBlocks,
  derived: DerivedReader,
): Search {
  const candidates = ([0, 1] as const).map((side) => createCandidates(connection, side));
  const owners = createRecordOwners(connection);
  const vocabulary = createVocabulary(connection);
  const scan = createSourceScan(connection, reader);
  const docs = connection.prepare('SELECT d.* FROM json_each(?) j CROSS JOIN search_docs d ON d.id = j.value');

  const sessionsOf = async (ids: readonly number[]): Promise<Map<number, PlacedSessionRow>> => {
    if (ids.length === 0) return new Map();
    const rows = await selectSessions(db)
      .where('sessions.id', 'in', ids)
      .where('sessions.shelf', '>', shelves.hidden)
      .execute();
    return new Map((rows as PlacedSessionRow[]).map((row) => [row.id, row]));
  };

  return async (query) => {
    const began = performance.now();
    const session = query.session === undefined ? undefined : await findSession(db, query.session);
    if (query.session !== undefined && !session) return undefined;
    const scope = toSessionScope(connection, query, session);
    const filter = toDocFilter(connection, query, scope);
    const limit = Math.min(maxLimit, toLimit(query.limit, defaultLimit));
    const isCursorOfText = query.cursor !== undefined && cursorKind(query.cursor) === textCursor;
    const shared = { query, limit, scope, filter, sessionsOf };

    const terms = parseSearchTerms(query.q, query.match === 'any');
    const byWords = async (): Promise<FoundPage> =>
      searchWords({ ...shared, terms, candidates, docsOf, hits: hitsFor(query, toWordMatcher(terms)) });
    const byText = async (): Promise<FoundPage & Pick<SearchPage, 'scanned'>> => {
      const pattern = toTextPattern(query.q);
      if (!pattern) return { items: [], sessions: [], total: { hits: 0, isExact: true } };
      const hits = hitsFor(query, pattern.find);
      return searchText({ ...shared, scan, owners, blocksOf, pattern, hits });
    };
    const answer = (found: FoundPage & Pick<SearchPage, 'scanned'>, matched: SearchPage['matched']): SearchPage => {
      const { messageIndex, outputIndex } = derived.indexes();
      return {
        ...found,
        sessions: found.sessions.map(toView),
        matched,
        indexing: { messages: messageIndex, outputs: outputIndex },
        alternatives: [],
        tookMs: Math.round((performance.now() - began) * 10) / 10,
      };
    };

    if (query.match === 'text' || isCursorOfText) return answer(await byText(), 'text');
    const found = await byWords();
    if (found.items.length > 0 || found.next !== undefined || query.cursor !== undefined) return answer(found, 'words');
    const alternatives = await findAlternatives(terms, vocabulary, (other) => count(other, shared));
    if (query.match === undefined || query.match === 'auto') {
      const text = await byText();
      if (text.items.length > 0 || (text.next !== undefined && alternatives.length === 0))
        return { ...answer(text, 'text'), alternatives };
    }
    return { ...answer(found, 'words'), alternatives };
  };

  function hitsFor(query: SearchQuery, match: TextMatcher) {
    return createHitReader(owners, blocksOf, query, match);
  }

  function docsOf(ids: readonly number[]): SearchDocRow[] {
    return docs.all(JSON.stringify(ids)) as SearchDocRow[];
  }

  async function count(terms: SearchTerms, { scope, filter }: Pick<WordSearch, 'scope' | 'filter'>): Promise<number> {
    const match = toFtsQuery(terms, scope.few);
    if (match === undefined) return 0;
    let hits = 0;
    for (const side of filter.sides) hits += candidates[side]?.(match).count(filter.range, maxCount) ?? 0;
    return Math.min(hits, maxCount);
  }
}
