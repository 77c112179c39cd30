/** A line of a buffer: its content without blanks around it, and where the next line starts. */
export interface Line {
  /** `start === end` for a blank line. */
  start: number;
  end: number;
  next: number;
}

const newline = 0x0a;

/**
 * The line that starts at `from`; `undefined` when the buffer holds no line end after it.
 * Cuts at byte 0x0A only: JSON strings may hold U+2028 and U+2029 raw, and other splitters cut there.
 */
export function nextLine(buffer: Buffer, from: number): Line | undefined {
  const at = buffer.indexOf(newline, from);
  if (at < 0) return undefined;
  const start = skipBlank(buffer, from, at);
  return { start, end: skipBlankBackwards(buffer, start, at), next: at + 1 };
}

/**
 * First byte in [from, to) that is content. Skips white space, byte order marks (files are joined by hand)
 * and the runs of NUL that a crash leaves on ext4 and NTFS.
 */
export function skipBlank(buffer: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to) {
    if (isBlank(buffer[at])) at += 1;
    else if (buffer[at] === 0xef && buffer[at + 1] === 0xbb && buffer[at + 2] === 0xbf && at + 3 <= to) at += 3;
    else break;
  }
  return at;
}

/** End of the content in [from, to): the trailing white space and NULs are left out. */
export function skipBlankBackwards(buffer: Buffer, from: number, to: number): number {
  let at = to;
  while (at > from && isBlank(buffer[at - 1])) at -= 1;
  return at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x09 || byte === 0x0a || byte === 0;
}
