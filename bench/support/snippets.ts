import { parseSearchTerms, silentLogger } from '@belfry/core';
import { agents, createContentReader } from '@belfry/ingest';
import { createSegmentReader } from '../../packages/store/src/bytes/segment-reader.ts';
import { openReadOnly } from '../../packages/store/src/database/connection.ts';
import { createRecordBlocks } from '../../packages/store/src/queries/record-blocks.ts';
import { createHitReader, toWordMatcher } from '../../packages/store/src/queries/search/hit-reader.ts';
import { createRecordOwners } from '../../packages/store/src/queries/search/record-owners.ts';
import type { PlacedSessionRow } from '../../packages/store/src/queries/sessions.ts';
import type { SearchDocRow } from '../../packages/store/src/tables/search.ts';
import { createRandom } from '../corpus/random.ts';

/** Milliseconds each of `rounds` times `count` hits took to be read, from texts drawn from the whole archive. */
export function timeSnippets(path: string, count: number, rounds: number): number[] {
  const connection = openReadOnly(path);
  const random = createRandom(9);
  const [low, high] = connection.prepare('SELECT min(id), max(id) FROM search_docs').raw().get() as [number, number];
  const drawn = connection.prepare('SELECT * FROM search_docs WHERE id >= ? ORDER BY id LIMIT 1');
  const sessions = connection.prepare(
    `SELECT s.*, r.machine, r.path AS root FROM sessions s JOIN roots r ON r.id = s.root_id WHERE s.id = ?`,
  );
  const reader = createSegmentReader(connection);
  const content = createContentReader(agents);
  const owners = createRecordOwners(connection);
  const ownWord = (text: string) => toWordMatcher(parseSearchTerms(/\w{3,}/.exec(text)?.[0] ?? text))(text);

  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const docs = Array.from({ length: count }, () => drawn.get(random.integer(low, high)) as SearchDocRow);
    const shown = docs.map((doc) => ({ doc, session: sessions.get(doc.session_id) as PlacedSessionRow }));
    const start = performance.now();
    for (const { doc, session } of shown) {
      const blocksOf = () => createRecordBlocks(reader, content, session.agent, silentLogger);
      createHitReader(owners, blocksOf, { q: '' }, ownWord).read(doc, session);
    }
    times.push(performance.now() - start);
  }
  connection.close();
  return times;
}
