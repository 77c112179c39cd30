import type { Block, ImageBlock, ToolResultBlock } from '@belfry/core';
import { clean, name, object, type RawObject, text } from '../raw-fields.ts';
import { toDiffs } from './diff.ts';
import { callBlocks, contentBlocks, messageBlocks, type RawBlock, resultBlocks, soleResult } from './records.ts';
import { attachmentText, journalText, systemText } from './side-text.ts';
import { subagentRecord } from './subagent-record.ts';
import { exitCodeOf } from './tool-outcome.ts';
import { readable } from './wrappers.ts';

/** Blocks of one record for display. Cold path: called when somebody looks. */
export function claudeContent(record: RawObject): Block[] {
  switch (record.type) {
    case 'system':
      return textBlocks(systemText(record));
    case 'queue-operation':
      return contentBlocks(record.content).flatMap((block) => toBlocks(block, record, {}));
    case 'progress':
      return messageContent(subagentRecord(object(record, 'data')) ?? {});
    case 'attachment':
      return attachmentContent(record);
    case 'started':
    case 'result':
      return journalContent(record);
    default:
      return messageContent(record);
  }
}

function messageContent(record: RawObject): Block[] {
  const blocks = messageBlocks(record);
  const details = soleResult(blocks) ? record : {};
  return blocks.flatMap((block) => toBlocks(block, record, details));
}

function attachmentContent(record: RawObject): Block[] {
  const attachment = object(record, 'attachment');
  if (attachment?.type !== 'queued_command') return textBlocks(attachmentText(attachment));
  return contentBlocks(attachment.prompt).flatMap((block) => toBlocks(block, record, {}));
}

/** A workflow's journal notes that an agent started, or what it returned: text, or data of any shape. */
function journalContent(record: RawObject): Block[] {
  const { result } = record;
  const blocks = textBlocks(journalText(record));
  return result === undefined || typeof result === 'string'
    ? blocks
    : [...blocks, { type: 'other', name: 'result', data: result }];
}

function textBlocks(value: string | undefined): Block[] {
  const shown = value === undefined ? '' : readable(clean(value));
  return shown === '' ? [] : [{ type: 'text', text: shown }];
}

function toBlocks({ type, value }: RawBlock, record: RawObject, answered: RawObject): Block[] {
  if (type === 'text') {
    const told = clean(text(value, 'text') ?? '');
    // A reply may quote the agent's tags; only what stands on the user's side is wrapped in them.
    if (record.type !== 'assistant') return textBlocks(told);
    return told === '' ? [] : [{ type: 'text', text: told }];
  }
  if (type === 'thinking') {
    const thought = clean(text(value, 'thinking') ?? '');
    return [{ type: 'thinking', text: thought, redacted: thought === '' }];
  }
  if (type === 'redacted_thinking') return [{ type: 'thinking', text: '', redacted: true }];
  if (type === 'image') return [toImage(value)];
  if (callBlocks.has(type)) {
    const callId = name(value, 'id') ?? '';
    return [{ type: 'tool-call', callId, name: name(value, 'name') ?? type, input: value.input }];
  }
  if (resultBlocks.has(type)) return [toResult(value, answered)];
  return [{ type: 'other', name: type, data: value }];
}

function toImage(value: RawObject): ImageBlock {
  const source = object(value, 'source');
  const data = name(source, 'data');
  const url = name(source, 'url');
  return {
    type: 'image',
    mediaType: name(source, 'media_type') ?? 'application/octet-stream',
    ...(data === undefined ? {} : { data }),
    ...(url === undefined ? {} : { url }),
  };
}

/** The text of a result, whatever the shape of its `content`. */
export function resultText(value: RawObject): string {
  const { content } = value;
  if (typeof content === 'string') return content;
  return contentBlocks(content)
    .flatMap(({ type, value: block }) => {
      if (type === 'tool_reference') return [name(block, 'tool_name') ?? ''];
      if (type === 'web_search_result') return [[name(block, 'title'), name(block, 'url')].join(' ')];
      const told = text(block, 'text') ?? name(block, 'stdout') ?? name(block, 'error_code');
      return told === undefined ? [] : [told];
    })
    .join('\n');
}

const savedPhrase = 'Full output saved to: ';

function toResult(value: RawObject, record: RawObject): ToolResultBlock {
  const details = object(record, 'toolUseResult');
  const output = clean(resultText(value));
  const stderr = name(details, 'stderr');
  const exitCode = exitCodeOf(output);
  const diffs = details === undefined ? [] : toDiffs(details);
  const images = contentBlocks(value.content).filter(({ type }) => type === 'image');
  const savedAs = name(details, 'persistedOutputPath') ?? savedIn(output);
  return {
    type: 'tool-result',
    callId: name(value, 'tool_use_id') ?? '',
    isError: value.is_error === true,
    text: withoutErrorTag(output),
    ...(stderr === undefined ? {} : { stderr }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(diffs.length === 0 ? {} : { diffs }),
    ...(images.length === 0 ? {} : { images: images.map((image) => toImage(image.value)) }),
    ...(savedAs === undefined ? {} : { savedAs }),
  };
}

function savedIn(output: string): string | undefined {
  if (!output.startsWith('<persisted-output>') && !output.startsWith('Output too large')) return undefined;
  const start = output.indexOf(savedPhrase);
  if (start < 0) return undefined;
  const rest = output.slice(start + savedPhrase.length);
  return rest.slice(0, rest.search(/[\r\n]|$/)).trim();
}

function withoutErrorTag(output: string): string {
  if (!output.startsWith('<tool_use_error>')) return output;
  const inner = output.slice('<tool_use_error>'.length);
  return inner.endsWith('</tool_use_error>') ? inner.slice(0, -'</tool_use_error>'.length) : inner;
}
