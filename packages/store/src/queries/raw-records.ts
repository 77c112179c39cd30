import type { RawRecord } from '@belfry/core';
import { type RecordPlace, recordPlaces } from '../apply/record-places.ts';
import type { SegmentReader } from '../bytes/segment-reader.ts';
import { toSourcePath } from '../views/source-path.ts';
import type { ArchiveDb } from './archive-db.ts';
import { callRows, resultRows } from './tool-calls.ts';

/** Of an answer in all; a record with a picture in it is a megabyte of base64 nobody reads. */
const mostBytes = 1024 * 1024;

/** The records of a message (`key` = its key), or of a call and its results (`key` = its id); undefined if neither. */
export async function readRawRecords(
  db: ArchiveDb,
  reader: SegmentReader,
  sessionId: number,
  key: string,
): Promise<RawRecord[] | undefined> {
  const places = (await placesOfMessage(db, sessionId, key)) ?? (await placesOfCall(db, sessionId, key));
  if (places === undefined) return undefined;
  const sources = await sourceNames(db, places);
  let room = mostBytes;
  return places.map((place) => {
    const { generation, offset, length } = place;
    const bytes = reader.range(place.source_id, generation, offset, Math.min(length, room));
    room -= bytes.length;
    const text = new TextDecoder().decode(bytes).trimEnd();
    return { source: sources.get(place.source_id) ?? '', generation, offset, length, text, cut: bytes.length < length };
  });
}

async function placesOfMessage(db: ArchiveDb, sessionId: number, key: string): Promise<RecordPlace[] | undefined> {
  const row = await db
    .selectFrom('messages')
    .select(['source_id', 'generation', 'spans', 'elsewhere'])
    .where('session_id', '=', sessionId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row && recordPlaces(row);
}

async function placesOfCall(db: ArchiveDb, sessionId: number, key: string): Promise<RecordPlace[] | undefined> {
  const [call] = await callRows(db, sessionId, [key]);
  if (!call) return undefined;
  const asked = call.message_key === null ? undefined : await placesOfMessage(db, sessionId, call.message_key);
  const own = asked?.filter((place) => place.offset === call.offset && place.source_id === call.source_id) ?? [];
  const results = await resultRows(db, sessionId, [key]);
  return [...own, ...results.sort((a, b) => a.source_id - b.source_id || a.offset - b.offset)];
}

async function sourceNames(db: ArchiveDb, places: readonly RecordPlace[]): Promise<Map<number, string>> {
  const ids = [...new Set(places.map((place) => place.source_id))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('sources')
    .innerJoin('roots', 'roots.id', 'sources.root_id')
    .select(['sources.id', 'sources.path', 'roots.path as root'])
    .where('sources.id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, toSourcePath(row)]));
}
