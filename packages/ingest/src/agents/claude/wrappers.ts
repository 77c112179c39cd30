import type { MessageVariant } from '@belfry/core';

/** Tags the agent puts around text nobody typed, and what such text is for the reader. */
const tagVariants: Readonly<Record<string, MessageVariant>> = {
  'command-name': 'command',
  'command-message': 'command',
  'command-args': 'command',
  'command-contents': 'command',
  'bash-input': 'command',
  'user-memory-input': 'command',
  'local-command-stdout': 'command-output',
  'local-command-stderr': 'command-output',
  'bash-stdout': 'command-output',
  'bash-stderr': 'command-output',
  'local-command-caveat': 'context',
  'system-reminder': 'context',
  'task-notification': 'notice',
  'agent-notification': 'notice',
  'teammate-message': 'notice',
  ide_opened_file: 'context',
  ide_selection: 'context',
  ide_diagnostics: 'context',
  'session-start-hook': 'context',
  'user-prompt-submit-hook': 'context',
};
const openingTag = /^<([a-z][a-z_-]*)[^>]{0,200}>/;

/** Opening phrases of text nobody typed. */
const phrases: readonly (readonly [string, MessageVariant])[] = [
  ['[Request interrupted by user', 'notice'],
  ['Caveat: The messages below', 'context'],
  ['This session is being continued from a previous conversation', 'summary'],
  ['Stop hook feedback:', 'notice'],
];

/** Tags that may stand before text the user did type. */
const prefixTags = new Set(['system-reminder', 'ide_opened_file', 'ide_selection', 'ide_diagnostics']);

interface Wrapped {
  tag: string;
  inner: string;
  rest: string;
}

/** The first known tag of a text with what it holds; `undefined` when the text starts otherwise. */
function unwrap(text: string): Wrapped | undefined {
  const start = text.trimStart();
  if (!start.startsWith('<')) return undefined;
  const opening = openingTag.exec(start);
  const tag = opening?.[1];
  if (opening === null || tag === undefined || !Object.hasOwn(tagVariants, tag)) return undefined;
  const closing = `</${tag}>`;
  const end = start.indexOf(closing, opening[0].length);
  if (end < 0) return { tag, inner: start.slice(opening[0].length), rest: '' };
  return { tag, inner: start.slice(opening[0].length, end), rest: start.slice(end + closing.length) };
}

/** What a user text is, when the agent and not the user wrote it; `undefined` for typed text. */
export function wrapperVariant(text: string): MessageVariant | undefined {
  const start = typedText(text).trimStart();
  const wrapped = unwrap(start === '' ? text : start);
  if (wrapped !== undefined) return tagVariants[wrapped.tag];
  return phrases.find(([phrase]) => start.startsWith(phrase))?.[1];
}

/** The text after the tags that may stand before typed text. */
export function typedText(text: string): string {
  let rest = text;
  for (let wrapped = unwrap(rest); wrapped !== undefined && prefixTags.has(wrapped.tag); wrapped = unwrap(rest)) {
    rest = wrapped.rest;
  }
  return rest;
}

/** The note to the model that goes before a command the user ran. */
export function isCommandCaveat(text: string): boolean {
  return text.startsWith('<local-command-caveat>') || text.startsWith('Caveat: The messages below');
}

/** The text without the agent's tags: `/compact now` instead of three of them. Other text comes back as it is. */
export function readable(text: string): string {
  let wrapped = unwrap(text);
  if (wrapped === undefined) return text;
  const parts: string[] = [];
  const command: { name?: string; args?: string } = {};
  let rest = text;
  while (wrapped !== undefined) {
    const { tag, inner } = wrapped;
    if (tag === 'command-name') command.name = inner.trim();
    else if (tag === 'command-args') command.args = inner.trim();
    else if (tag === 'command-message') command.name ??= inner.trim();
    else parts.push(part(tag, inner.trim()));
    rest = wrapped.rest;
    wrapped = unwrap(rest);
  }
  const line = [command.name, command.args].filter((word) => word !== undefined && word !== '').join(' ');
  return [line, ...parts, rest.trim()].filter((piece) => piece !== '').join('\n\n');
}

function part(tag: string, inner: string): string {
  if (tag === 'bash-input') return `! ${inner}`;
  if (tag === 'user-memory-input') return `# ${inner}`;
  if (tag === 'task-notification' || tag === 'agent-notification') return notification(inner);
  return inner;
}

function notification(inner: string): string {
  const pieces = [element(inner, 'summary') ?? element(inner, 'status'), element(inner, 'result', true)];
  const told = pieces.filter((piece) => piece !== undefined && piece !== '');
  return told.length > 0 ? told.join('\n\n') : inner;
}

/** Text of the first `<tag>…</tag>` in a piece of the agent's own markup; `widest`: up to the last closing tag. */
export function element(markup: string, tag: string, widest = false): string | undefined {
  const start = markup.indexOf(`<${tag}>`);
  if (start < 0) return undefined;
  const from = start + tag.length + 2;
  const closing = `</${tag}>`;
  const end = widest ? markup.lastIndexOf(closing) : markup.indexOf(closing, from);
  return (end < from ? markup.slice(from) : markup.slice(from, end)).trim();
}
