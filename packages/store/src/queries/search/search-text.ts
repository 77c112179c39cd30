import { type Block, type SearchHit, type SearchPage, toBlockTexts } from '@belfry/core';
import type { RecordPlace } from '../../apply/record-places.ts';
import { type SearchDocRow, searchKinds, searchRoles } from '../../tables/search.ts';
import { parsePageCursor, toPageCursor } from '../page-cursor.ts';
import type { RecordBlocks } from '../record-blocks.ts';
import type { PlacedSessionRow } from '../sessions.ts';
import { nextTurn } from './next-turn.ts';
import type { RecordOwners } from './record-owners.ts';
import type { ScannedSource, ScanPlace, SourceScan } from './scan-sources.ts';
import type { FoundPage, WordSearch } from './search-words.ts';
import type { TextPattern } from './text-pattern.ts';

/** What a search through the texts themselves works with. */
export interface TextSearch extends Pick<WordSearch, 'query' | 'limit' | 'scope' | 'filter' | 'sessionsOf' | 'hits'> {
  scan: SourceScan;
  owners: RecordOwners;
  blocksOf(session: PlacedSessionRow): RecordBlocks;
  pattern: TextPattern;
}

export const textCursor = 'search.text';
/** Bytes looked through for one page, a third of a second's work. */
const bytesPerPage = 64 * 1024 * 1024;
const fromTheEnd: ScanPlace = { generation: Number.MAX_SAFE_INTEGER, offset: Number.MAX_SAFE_INTEGER };

/** One page of what stands in the texts letter by letter; newest transcripts first, each from its end. */
export async function searchText(search: TextSearch): Promise<FoundPage & Pick<SearchPage, 'scanned'>> {
  const { query, limit, scope, scan, pattern } = search;
  const sources = scan.sources(scope);
  const totalBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  const [lastAt, id, generation, offset, scannedBefore = 0] =
    query.cursor === undefined
      ? []
      : (parsePageCursor(textCursor, query.cursor, ['number', 'number', 'number', 'number', 'number']) as number[]);
  const left = lastAt === undefined ? sources : sources.filter((one) => isFrom(one, lastAt, id ?? 0));
  const items: SearchHit[] = [];
  const sessions = new Map<number, PlacedSessionRow>();
  let scanned = 0;

  const page = (next?: string) => {
    const bytes = Math.min(totalBytes, scannedBefore + scanned);
    const isAll = next === undefined && query.cursor === undefined;
    return {
      items,
      sessions: [...sessions.values()],
      total: { hits: items.length, isExact: isAll },
      scanned: { bytes: next === undefined ? totalBytes : bytes, totalBytes },
      ...(next === undefined ? {} : { next }),
    };
  };

  for (const source of left) {
    let place = source.id === id && generation !== undefined ? { generation, offset: offset ?? 0 } : fromTheEnd;
    for (;;) {
      const stretch = scan.stretch(source, place, pattern);
      if (!stretch) break;
      for (const line of stretch.lines) {
        place = line;
        for (const { hit, session } of await hitsIn(search, source, line)) {
          items.push(hit);
          sessions.set(session.id, session);
        }
        if (items.length >= limit) break;
      }
      if (items.length < limit) place = stretch.before;
      scanned += stretch.bytes;
      if (items.length >= limit || scanned >= bytesPerPage) {
        return page(
          toPageCursor(textCursor, [source.lastAt, source.id, place.generation, place.offset, scannedBefore + scanned]),
        );
      }
      await nextTurn();
    }
  }
  return page();
}

/** At this place of the list or after it; a source that was written since has moved before it and is left out. */
function isFrom({ lastAt, id }: ScannedSource, fromLastAt: number, fromId: number): boolean {
  return lastAt < fromLastAt || (lastAt === fromLastAt && id <= fromId);
}

async function hitsIn(
  { scan, scope, filter, sessionsOf, hits, owners, blocksOf, pattern }: TextSearch,
  source: ScannedSource,
  line: RecordPlace,
): Promise<{ hit: SearchHit; session: PlacedSessionRow }[]> {
  const ids = scan.sessionsOf(source.id).filter(scope.has);
  const sessions = [...(await sessionsOf(ids)).values()];
  // Sessions of one source are of one agent: whichever reads the line reads the same.
  const records = sessions[0] ? blocksOf(sessions[0]).onLine(line).reverse() : [];
  const found: { hit: SearchHit; session: PlacedSessionRow }[] = [];
  for (const { place, blocks } of records) {
    for (const session of sessions) {
      for (const doc of docsIn(blocks, place, session.id, owners, pattern)) {
        const hit = filter.passes(doc) ? hits.read(doc, session) : undefined;
        if (hit) found.push({ hit, session });
      }
    }
  }
  return found;
}

/** Texts of a record that match, as an index would name them. */
function docsIn(
  blocks: readonly Block[],
  record: RecordPlace,
  session_id: number,
  owners: RecordOwners,
  pattern: TextPattern,
): SearchDocRow[] {
  return toBlockTexts(blocks)
    .filter(({ text }) => pattern.find(text))
    .map(({ kind, nth, callId }) => {
      const role = kind === 'tool-output' ? 'assistant' : owners.message({ ...record, session_id })?.row.role;
      return {
        ...record,
        id: 0,
        session_id,
        kind: searchKinds.indexOf(kind),
        nth,
        role: role === undefined ? -1 : searchRoles.indexOf(role),
        call: callId === '' ? null : callId,
      };
    });
}
