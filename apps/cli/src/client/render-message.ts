import type { Block, MessageView, ToolCallView } from '@belfry/core';
import { createColors } from 'picocolors';
import { wantsColor } from '../output/color.ts';
import { formatTime } from '../output/figures.ts';
import { printable } from '../output/printable.ts';

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
  return output.trim() === '' ? head : `${head}\n${indent(fold(printable(output)), '  | ')}`;
}

function fold(text: string): string {
  const lines = text.trimEnd().split('\n');
  if (lines.length <= shownLines) return lines.join('\n');
  return [...lines.slice(0, shownLines), `… ${lines.length - shownLines} more lines`].join('\n');
}

function indent(text: string, mark: string): string {
  return text
    .split('\n')
    .map((line) => mark + line)
    .join('\n');
}
