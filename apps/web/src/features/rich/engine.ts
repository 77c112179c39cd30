import { toAnsiSpans } from './ansi.ts';
import { toLineTokens } from './code-tokens.ts';
import { toHtml } from './markdown.ts';
import { markWords } from './word-marks.ts';

/** Everything that makes text look like what it is; one chunk, fetched after the frame has been painted. */
export const engine = { toAnsiSpans, toHtml, toLineTokens, markWords };
export type RichEngine = typeof engine;
