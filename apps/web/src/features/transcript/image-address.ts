import { toApiUrl } from '@belfry/api/contract';
import type { PlacedImage } from './row.ts';

/** Where the daemon serves an image; `undefined` when the archive holds no bytes, only the name of a place. */
export function imageAddress(sessionId: string, placed: PlacedImage): string | undefined {
  const { image, owner, index } = placed;
  if (image.data === undefined && image.url?.startsWith('images/') !== true) return undefined;
  return toApiUrl('getImage', { id: sessionId, key: owner, index });
}
