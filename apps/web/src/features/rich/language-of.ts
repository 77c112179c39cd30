/** The language a file is written in, by the ending of its name. */
export function languageOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}
