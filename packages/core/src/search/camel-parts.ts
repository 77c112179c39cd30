/** Longer ones are no names but data. */
const maxNameLength = 64;

/** Between `getUser` and `Name`, and between `HTML` and `Parser`. */
const boundary = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/** Parts of a name in camel case; `undefined` for a word that has only one. */
export function camelParts(word: string): string[] | undefined {
  if (word.length > maxNameLength) return undefined;
  const parts = word.split(boundary);
  return parts.length > 1 ? parts : undefined;
}
