import type { MessageVariant } from '@belfry/core';
import { name, object, preview, type RawObject, text } from '../raw-fields.ts';
import type { RawBlock } from './records.ts';
import { readable, typedText, wrapperVariant } from './wrappers.ts';

/** Text of the blocks that are text. */
export function messageText(blocks: readonly RawBlock[]): string {
  const texts = blocks.flatMap(({ type, value }) => (type === 'text' ? [text(value, 'text') ?? ''] : []));
  return texts.length === 1 ? (texts[0] ?? '') : texts.join('\n');
}

/** What a user text is for the reader: the record's own marks first, then the agent's wrappers. */
export function toVariant(value: RawObject, told: string): MessageVariant {
  if (value.isCompactSummary === true) return 'summary';
  const origin = name(object(value, 'origin'), 'kind');
  if (origin === 'task-notification') return 'notice';
  const wrapped = wrapperVariant(told);
  if (value.isMeta === true) return wrapped === 'notice' || wrapped === 'command-output' ? wrapped : 'context';
  if (wrapped !== undefined) return wrapped;
  if (origin !== undefined && origin !== 'human') return 'context';
  return value.promptSource === 'queued' ? 'queued' : 'prompt';
}

/** One line for a user message; what was typed comes before what the agent put in front of it. */
export function userPreview(blocks: readonly RawBlock[], told: string, variant: MessageVariant): string {
  const isTyped = variant === 'prompt' || variant === 'queued';
  const line = preview(isTyped ? typedText(told) : readable(told));
  if (line !== '') return line;
  const other = blocks.find(({ type }) => type !== 'text');
  return other === undefined ? '' : preview(`[${other.type}]`);
}
