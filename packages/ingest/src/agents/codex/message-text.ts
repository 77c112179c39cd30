import { isObject, list, type RawObject, text } from '../raw-fields.ts';

/** Text of a message's content parts. Marks the agent puts around an image it attached are no text. */
export function messageText(payload: RawObject): string {
  const { content } = payload;
  if (typeof content === 'string') return content;
  let joined = '';
  for (const part of list(payload, 'content')) {
    if (!isObject(part)) continue;
    const piece = text(part, 'text') ?? text(part, 'refusal');
    if (piece === undefined || isImageMark(piece)) continue;
    joined = joined === '' ? piece : `${joined}\n${piece}`;
  }
  return joined;
}

const imageMark = /^<\/?image(?:\s[^>]*)?>$/;

export function isImageMark(piece: string): boolean {
  return piece.length < 400 && imageMark.test(piece.trim());
}

/** Texts of a list whose entries are strings or objects with `text`. */
export function textsOf(payload: RawObject, key: string): string[] {
  const texts: string[] = [];
  for (const part of list(payload, key)) {
    const piece = typeof part === 'string' ? part : isObject(part) ? text(part, 'text') : undefined;
    if (piece !== undefined && piece.trim() !== '') texts.push(piece);
  }
  return texts;
}

const plan = /<proposed_plan>([\s\S]*?)<\/proposed_plan>/g;
const citation = /<oai-mem-citation>[\s\S]*?<\/oai-mem-citation>/g;

/** The pieces in which events tell an assistant text: plans stand apart, memory citations are left out. */
export function eventParts(message: string): string[] {
  let rest = message;
  const parts: string[] = [];
  if (message.includes('<proposed_plan>')) {
    rest = message.replace(plan, (_, inner: string) => {
      parts.push(inner);
      return '';
    });
  }
  if (rest.includes('<oai-mem-citation>')) rest = rest.replace(citation, '');
  if (rest.trim() !== '') parts.push(rest);
  return parts;
}
