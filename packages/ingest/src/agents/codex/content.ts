import type { Block, ImageBlock, ToolResultBlock } from '@belfry/core';
import { isObject, list, name, object, type RawObject, text } from '../raw-fields.ts';
import { patchOf } from './apply-patch.ts';
import { abortText, compactionNotice, eventNotice, noticeText, turnError } from './event-notice.ts';
import { readChanges } from './file-changes.ts';
import { isImageMark, textsOf } from './message-text.ts';
import { isFailed, readCall } from './parse-tool.ts';
import { openEnvelope } from './records.ts';
import { exitCodeOf, readOutput } from './tool-output.ts';

/** Displayable content of one raw record. */
export function contentOf(record: RawObject): Block[] {
  if (isObject(record.session) && Array.isArray(record.items)) {
    return list(record, 'items')
      .filter(isObject)
      .flatMap((item) => itemContent(name(item, 'type') ?? 'message', item, ''));
  }
  const envelope = openEnvelope(record);
  switch (envelope.family) {
    case 'response_item':
      return itemContent(envelope.type, envelope.payload, text(record, 'timestamp') ?? '');
    case 'event_msg':
      return eventContent(envelope.type, envelope.payload);
    case 'compacted':
      return textBlocks(text(envelope.payload, 'message') || compactionNotice);
    case 'inter_agent_communication':
      return textBlocks(text(envelope.payload, 'content') ?? '');
    default:
      return [];
  }
}

function itemContent(type: string, payload: RawObject, stamp: string): Block[] {
  switch (type) {
    case 'message':
    case 'agent_message':
      return messageBlocks(payload);
    case 'reasoning': {
      const parts = [...textsOf(payload, 'summary'), ...textsOf(payload, 'content')];
      if (parts.length === 0) return [{ type: 'thinking', text: '', redacted: true }];
      return parts.map((part) => ({ type: 'thinking', text: part, redacted: false }));
    }
    case 'function_call':
    case 'custom_tool_call':
    case 'local_shell_call':
    case 'web_search_call':
    case 'tool_search_call':
    case 'image_generation_call':
      return callBlocks(type, payload, stamp);
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [outputBlock(payload)];
    case 'tool_search_output':
      return [{ ...resultBlock(payload), text: JSON.stringify(payload.tools ?? payload.output ?? '', undefined, 1) }];
    default:
      return [];
  }
}

function messageBlocks(payload: RawObject): Block[] {
  if (typeof payload.content === 'string') return textBlocks(payload.content);
  const blocks: Block[] = [];
  for (const part of list(payload, 'content')) {
    if (!isObject(part)) continue;
    const image = imageBlock(part);
    const piece = text(part, 'text') ?? text(part, 'refusal');
    if (image !== undefined) blocks.push(image);
    else if (piece !== undefined && !isImageMark(piece)) blocks.push({ type: 'text', text: piece });
    else if (piece === undefined) blocks.push({ type: 'other', name: name(part, 'type') ?? 'part', data: part });
  }
  return blocks;
}

function textBlocks(value: string): Block[] {
  return value.trim() === '' ? [] : [{ type: 'text', text: value }];
}

function imageBlock(part: RawObject): ImageBlock | undefined {
  const url =
    text(part, 'image_url') ??
    text(object(part, 'image_url'), 'url') ??
    text(part, 'url') ??
    (part.type === 'local_image' ? text(part, 'path') : undefined);
  return url === undefined ? undefined : toImage(url);
}

function toImage(url: string): ImageBlock {
  const match = /^data:([^;,]+)?(?:;[^,]*)?,/.exec(url.slice(0, 200));
  if (match === null) return { type: 'image', mediaType: '', url };
  return { type: 'image', mediaType: match[1] ?? '', data: url.slice(match[0].length) };
}

function callBlocks(type: string, payload: RawObject, stamp: string): Block[] {
  const call = readCall(type, payload, stamp);
  const { callId } = call;
  const blocks: Block[] = [{ type: 'tool-call', callId, name: call.name, input: call.input }];
  const diffs = patchOf(call.name, call.input);
  if (diffs !== undefined) blocks.push({ type: 'tool-result', callId, isError: false, text: '', diffs });
  const image = type === 'image_generation_call' ? text(payload, 'result') : undefined;
  if (type === 'web_search_call' || type === 'image_generation_call') {
    const result: ToolResultBlock = { type: 'tool-result', callId, isError: isFailed(payload), text: '' };
    if (image) result.images = [{ type: 'image', mediaType: 'image/png', data: image }];
    blocks.push(result);
  }
  return blocks;
}

function outputBlock(payload: RawObject): ToolResultBlock {
  const output = readOutput(payload.output);
  const failed = output.failed || isFailed(payload) || (output.exitCode !== undefined && output.exitCode !== 0);
  const block: ToolResultBlock = { ...resultBlock(payload), isError: failed, text: output.text };
  if (output.exitCode !== undefined) block.exitCode = output.exitCode;
  const parts = Array.isArray(payload.output) ? payload.output : list(object(payload, 'output'), 'content');
  const images = parts.filter(isObject).flatMap((part) => imageBlock(part) ?? []);
  if (images.length > 0) block.images = images;
  return block;
}

function resultBlock(payload: RawObject): ToolResultBlock {
  const callId = name(payload, 'call_id') ?? name(payload, 'id') ?? '';
  return { type: 'tool-result', callId, isError: isFailed(payload), text: '' };
}

function eventContent(type: string, payload: RawObject): Block[] {
  switch (type) {
    case 'user_message': {
      const images = list(payload, 'images').filter((image) => typeof image === 'string');
      const local = list(payload, 'local_images').filter((image) => typeof image === 'string');
      return [...textBlocks(text(payload, 'message') ?? ''), ...[...images, ...local].map(toImage)];
    }
    case 'agent_message':
      return textBlocks(text(payload, 'message') ?? '');
    case 'agent_reasoning':
    case 'agent_reasoning_raw_content':
      return [{ type: 'thinking', text: text(payload, 'text') ?? '', redacted: false }];
    case 'item_completed':
      return turnItemContent(object(payload, 'item') ?? {});
    case 'turn_aborted':
      return textBlocks(abortText(payload));
    case 'context_compacted':
      return textBlocks(compactionNotice);
    case 'error':
      return textBlocks(noticeText(payload));
    case 'task_complete':
    case 'turn_complete':
      return textBlocks(turnError(payload));
    case 'exec_command_end':
    case 'patch_apply_end':
    case 'mcp_tool_call_end':
    case 'dynamic_tool_call_response':
      return [detailBlock(name(payload, 'call_id') ?? '', payload)];
    default:
      return textBlocks(eventNotice(type, payload));
  }
}

function turnItemContent(item: RawObject): Block[] {
  const type = name(item, 'type');
  switch (type) {
    case 'UserMessage':
    case 'AgentMessage':
      return messageBlocks(item);
    case 'EnteredReviewMode':
      return textBlocks(eventNotice('entered_review_mode', item));
    case 'ExitedReviewMode':
      return textBlocks(eventNotice('exited_review_mode', item));
    case 'Plan':
      return textBlocks(text(item, 'text') ?? '');
    case 'Reasoning':
      return [...textsOf(item, 'summary_text'), ...textsOf(item, 'raw_content')].map((part) => ({
        type: 'thinking',
        text: part,
        redacted: false,
      }));
    case 'ContextCompaction':
      return textBlocks(compactionNotice);
    default:
      return [detailBlock(name(item, 'id') ?? '', item)];
  }
}

/** Output, exit code and diffs of a record that adds to a call. */
function detailBlock(callId: string, payload: RawObject): ToolResultBlock {
  const code = exitCodeOf(payload);
  const diffs = readChanges(payload.changes);
  const stdout = text(payload, 'aggregated_output') ?? text(payload, 'stdout') ?? resultText(payload);
  const stderr = text(payload, 'stderr');
  const block: ToolResultBlock = {
    type: 'tool-result',
    callId,
    isError: isFailed(payload) || (code !== undefined && code !== 0),
    text: stdout,
  };
  if (stderr !== undefined && stderr !== '') block.stderr = stderr;
  if (code !== undefined) block.exitCode = code;
  if (diffs.length > 0) block.diffs = diffs;
  return block;
}

/** Text of an MCP result, which comes bare or inside `Ok` and `Err`. */
function resultText(payload: RawObject): string {
  const result = object(payload, 'result');
  if (result === undefined) return '';
  const failure = text(result, 'Err');
  return failure ?? textsOf(object(result, 'Ok') ?? result, 'content').join('\n');
}
