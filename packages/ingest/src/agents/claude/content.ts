import type { Block, ImageBlock, ToolResultBlock } from '@belfry/core';
import { clean, name, object, type RawObject, text } from '../raw-fields.ts';
import { toDiffs } from './diff.ts';
import { callBlocks, contentBlocks, messageBlocks, type RawBlock, resultBlocks, soleResult } from './records.ts';
import { attachmentText, systemText } from './side-text.ts';
import { exitCodeOf } from './tool-outcome.ts';
import { readable } from './wrappers.ts';

/** Blocks of one record for display. Cold path: called when somebody looks. */
export function claudeContent(record: RawObject): Block[] {
  if (record.type === 'system') return textBlocks(systemText(record));
  if (record.type === 'queue-operation') return textBlocks(text(record, 'content'));
  if (record.type === 'progress') {
    const nested = object(object(record, 'data'), 'message');
    return nested === undefined ? [] : claudeContent(nested);
  }
  if (record.type === 'attachment') {
    const attachment = object(record, 'attachment');
    if (attachment?.type !== 'queued_command') return textBlocks(attachmentText(attachment));
    return contentBlocks(attachment.prompt).flatMap((block) => toBlocks(block, record, {}));
  }
  if (record.type === 'started' || record.type === 'result') return textBlocks(journalText(record));
  const blocks = messageBlocks(record);
  const details = soleResult(blocks) ? record : {};
  return blocks.flatMap((block) => toBlocks(block, record, details));
}

/** Text of a workflow journal's record. */
export function journalText(record: RawObject): string {
  const label = name(record, 'label') ?? name(record, 'key') ?? name(record, 'agentId') ?? '';
  const result = record.result ?? record.value ?? record.output;
  const told = typeof result === 'string' ? result : result === undefined ? '' : JSON.stringify(result, null, 2);
  return [`${record.type} ${label}`.trim(), told].filter((part) => part !== '').join('\n\n');
}

function textBlocks(value: string | undefined): Block[] {
  const shown = value === undefined ? '' : readable(clean(value));
  return shown === '' ? [] : [{ type: 'text', text: shown }];
}

function toBlocks({ type, value }: RawBlock, record: RawObject, answered: RawObject): Block[] {
  if (type === 'text') {
    const told = text(value, 'text') ?? '';
    // A reply may quote the agent's tags; only what stands on the user's side is wrapped in them.
    return record.type === 'assistant' ? (told === '' ? [] : [{ type: 'text', text: clean(told) }]) : textBlocks(told);
  }
  if (type === 'thinking') {
    const thought = clean(text(value, 'thinking') ?? '');
    return [{ type: 'thinking', text: thought, redacted: thought === '' }];
  }
  if (type === 'redacted_thinking') return [{ type: 'thinking', text: '', redacted: true }];
  if (type === 'image') return [toImage(value)];
  if (callBlocks.has(type)) {
    const callId = clean(name(value, 'id') ?? '');
    return [{ type: 'tool-call', callId, name: clean(name(value, 'name') ?? type), input: value.input }];
  }
  if (resultBlocks.has(type)) return [toResult(value, answered)];
  return [{ type: 'other', name: clean(type), data: value }];
}

function toImage(value: RawObject): ImageBlock {
  const source = object(value, 'source');
  const data = name(source, 'data');
  const url = name(source, 'url');
  return {
    type: 'image',
    mediaType: clean(name(source, 'media_type') ?? 'application/octet-stream'),
    ...(data === undefined ? {} : { data }),
    ...(url === undefined ? {} : { url: clean(url) }),
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
    callId: clean(name(value, 'tool_use_id') ?? ''),
    isError: value.is_error === true,
    text: withoutErrorTag(output),
    ...(stderr === undefined ? {} : { stderr: clean(stderr) }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(diffs.length === 0 ? {} : { diffs }),
    ...(images.length === 0 ? {} : { images: images.map((image) => toImage(image.value)) }),
    ...(savedAs === undefined ? {} : { savedAs: clean(savedAs) }),
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
