// Everything that makes text look like what it is; one chunk, fetched after the frame has been painted.

export { toAnsiSpans } from './ansi.ts';
export { toLineTokens } from './code-tokens.ts';
export { toHtml } from './markdown.ts';
export { markWords } from './word-marks.ts';
