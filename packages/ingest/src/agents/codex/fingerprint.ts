/** Length and FNV-1a hash of the trimmed text; of a long one, of its first 1,024 characters. */
export function fingerprint(value: string): string {
  const text = value.trim();
  let hash = 0x811c9dc5;
  const end = Math.min(text.length, 1024);
  for (let index = 0; index < end; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return `${text.length.toString(36)}.${(hash >>> 0).toString(36)}`;
}
