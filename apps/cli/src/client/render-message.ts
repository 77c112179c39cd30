import type { Block, MessageView, ToolCallView } from '@belfry/core';
import { createColors } from 'picocolors';
import { wantsColor } from '../output/color.ts';
import { formatTime } from '../output/figures.ts';

const shownLines = 12;

/** A message as text for a terminal; control characters of the transcript are made visible, never run. */
export function renderMessage(message: MessageView, stream: NodeJS.WriteStream): string {
  const color = createColors(wantsColor(stream, process.env));
  const who = message.variant === 'prompt' || message.variant === 'queued' ? color.yellow('You') : message.role;
  const marks = [
    message.variant === 'prompt' || message.variant === 'reply' ? '' : message.variant,
    message.abandoned ? 'abandoned' : '',
    message.superseded ? 'rewritten since' : '',
    message.inherited ? 'from the parent' : '',
  ].filter((mark) => mark !== '');
  const head = `${color.bold(who)} ${color.dim([formatTime(message.at), message.model ?? '', ...marks].filter(Boolean).join('  '))}`;
  const calls = new Map(message.calls.map((call) => [call.callId, call]));
  const body = message.blocks.map((block) => renderBlock(block, calls)).filter((text) => text !== '');
  return `\n${head}\n${body.join('\n')}\n`;
}

function renderBlock(block: Block, calls: ReadonlyMap<string, ToolCallView>): string {
  switch (block.type) {
    case 'text':
      return printable(block.text);
    case 'thinking':
      return block.redacted ? '  (thinking, not stored)' : indent(printable(block.text), '  ~ ');
    case 'image':
      return `  (image, ${block.mediaType})`;
    case 'tool-call':
      return renderCall(block.name, calls.get(block.callId));
    case 'tool-result':
      return indent(fold(printable(block.text)), '  | ');
    case 'other':
      return `  (${block.name})`;
  }
}

function renderCall(name: string, call: ToolCallView | undefined): string {
  if (call === undefined) return `  > ${name}`;
  const head =
    `  > ${name}  ${printable(call.summary)}  ${call.status === 'pending' ? '(no result)' : call.outcome}`.trimEnd();
  const output = call.results.map((result) => result.text).join('\n');
  return output === '' ? head : `${head}\n${indent(fold(printable(output)), '  | ')}`;
}

function fold(text: string): string {
  const lines = text.split('\n');
  if (lines.length <= shownLines) return text;
  return [...lines.slice(0, shownLines), `… ${lines.length - shownLines} more lines`].join('\n');
}

function indent(text: string, mark: string): string {
  return text
    .split('\n')
    .map((line) => mark + line)
    .join('\n');
}

/** Escape sequences in a transcript could steer the terminal; show them as pictures (U+2400 block). */
export function printable(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      .replace(/[\x00-\x08\x0b-\x1f]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
      .replace(/[\x7f-\x9f]/g, '\u2421')
  );
}
