import { highlight } from './highlight.ts';

/** A stretch of code in one voice. */
export interface Token {
  text: string;
  className: string;
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};

/** Flattens highlighted HTML; of nested voices the innermost speaks. */
function toTokens(html: string): Token[] {
  const tokens: Token[] = [];
  const voices: string[] = [];
  for (const [piece] of html.matchAll(/<span class="[^"]*">|<\/span>|[^<]+/g)) {
    if (piece === '</span>') voices.pop();
    else if (piece.startsWith('<span')) voices.push(piece.slice('<span class="'.length, -2));
    else {
      const text = piece.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity);
      tokens.push({ text, className: voices.at(-1) ?? '' });
    }
  }
  return tokens;
}

/** Code as tokens, line by line; what spans lines (a comment, a template) is cut at their ends. */
export function toLineTokens(code: string, language: string): Token[][] | undefined {
  const html = highlight(code, language);
  if (html === undefined) return undefined;
  const lines: Token[][] = [[]];
  for (const token of toTokens(html)) {
    token.text.split('\n').forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ text, className: token.className });
    });
  }
  return lines;
}
