import type { Issue, IssueCode } from '@belfry/core';

const excerptBytes = 480;
const excerptCharacters = 120;

/** An issue about the bytes [start, end) of `buffer`, which begins at byte `base` of the source. */
export function lineIssue(
  code: IssueCode,
  detail: string,
  place: { buffer: Buffer; base: number; start: number; end: number },
): Issue {
  const { buffer, base, start, end } = place;
  return { code, detail, offset: base + start, length: end - start, excerpt: toExcerpt(buffer, start, end) };
}

/** At most 120 characters, on one line, safe to print. */
function toExcerpt(buffer: Buffer, start: number, end: number): string {
  const text = buffer.toString('utf8', start, Math.min(end, start + excerptBytes));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd');
  return [...clean.slice(0, excerptCharacters * 2)].slice(0, excerptCharacters).join('').toWellFormed();
}
