/** A preview without the marks of Markdown, which mean nothing on one line. */
export function plainText(preview: string): string {
  return preview
    .replace(/```\w*|\*\*|__|`/g, '')
    .replace(/(^|\s)#{1,6}\s+/g, '$1')
    .replace(/\[([^\]]+)\]\([^)\s]+\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
