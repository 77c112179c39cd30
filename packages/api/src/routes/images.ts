import { notFound } from '../http/not-found.ts';
import { dataPolicy } from '../http/security-headers.ts';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';

// Formats that can only be drawn. SVG is a document that may hold scripts, so it is handed out as a file.
const drawable = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);

export function imageRoutes(define: DefineRoute, { read }: ApiServices): void {
  define('getImage', async ({ params: { id, key, index }, reply }) => {
    const image = await read.image(id, key, index);
    if (!image) throw notFound(`No image ${index} at ${key} in session ${id}`);
    const mediaType = image.mediaType.toLowerCase();
    const isDrawable = drawable.has(mediaType);
    if (!isDrawable) reply.header('content-disposition', 'attachment');
    reply
      .type(isDrawable ? mediaType : 'application/octet-stream')
      .header('content-security-policy', dataPolicy)
      .header('cache-control', 'private, max-age=600')
      .send(Buffer.from(image.bytes.buffer, image.bytes.byteOffset, image.bytes.byteLength));
  });
}
