import type { ArchiveDb } from './archive-db.ts';
import { readResults } from './call-results.ts';
import { blocksOfMessage } from './messages.ts';
import { imagesIn, imagesOf } from './page-images.ts';
import type { RecordBlocks } from './record-blocks.ts';
import { resultRows } from './tool-calls.ts';

/** Image `index` of a message (`key` = its key) or of a call's results (`key` = its id). */
export async function readImage(
  db: ArchiveDb,
  sessionId: number,
  blocksOf: RecordBlocks,
  key: string,
  index: number,
): Promise<{ mediaType: string; bytes: Uint8Array } | undefined> {
  const message = await db
    .selectFrom('messages')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('key', '=', key)
    .executeTakeFirst();
  const images = message
    ? imagesIn(blocksOfMessage(message, blocksOf))
    : imagesOf(readResults(key, await resultRows(db, sessionId, [key]), blocksOf));
  const image = images[index];
  if (image?.data === undefined) return undefined;
  return { mediaType: image.mediaType, bytes: Buffer.from(image.data, 'base64') };
}
