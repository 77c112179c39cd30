import type { Block, ImageBlock, ToolResultBlock } from '@belfry/core';

/** Base64 longer than this is fetched by itself. */
const inlineChars = 32 * 1024;

/** Puts a place to fetch it from where an image is too large for a page; `index` counts from 0 below `key`. */
function toPageImage(image: ImageBlock, key: string, index: number): ImageBlock {
  if ((image.data?.length ?? 0) <= inlineChars) return image;
  const { data: _data, ...rest } = image;
  return { ...rest, url: `images/${encodeURIComponent(key)}/${index}` };
}

export function toPageBlocks(blocks: readonly Block[], key: string): Block[] {
  let index = 0;
  return blocks.map((block) => (block.type === 'image' ? toPageImage(block, key, index++) : block));
}

export function toPageResults(results: readonly ToolResultBlock[], key: string): ToolResultBlock[] {
  let index = 0;
  return results.map((result) =>
    result.images ? { ...result, images: result.images.map((image) => toPageImage(image, key, index++)) } : result,
  );
}

/** Images of a message, in order. */
export function imagesIn(blocks: readonly Block[]): ImageBlock[] {
  return blocks.filter((block): block is ImageBlock => block.type === 'image');
}

/** Images of a call's results, in order. */
export function imagesOf(results: readonly ToolResultBlock[]): ImageBlock[] {
  return results.flatMap((result) => result.images ?? []);
}
