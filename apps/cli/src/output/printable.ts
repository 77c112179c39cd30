/** Escape sequences in a transcript could steer the terminal; show them as pictures (U+2400 block). */
export function printable(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      .replace(/[\x00-\x08\x0b-\x1f]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
      .replace(/[\x7f-\x9f]/g, '\u2421')
  );
}

/** The same in one line, for a cell of a table. */
export function printableLine(text: string): string {
  return printable(text.replace(/[\t\r\n]+/g, ' '));
}
