import { isObject, name, object, type RawObject } from '../raw-fields.ts';
import { isHeaderType } from './known-kinds.ts';

/** Whether a record has the shape of this agent's, wherever its file lies. */
export function isClaudeRecord(record: RawObject): boolean {
  const type = name(record, 'type');
  if ('payload' in record || type === undefined) return false;
  if (isHeaderType(type)) return name(record, 'sessionId') !== undefined || type.includes('-') || type === 'summary';
  return name(record, 'uuid') !== undefined && ('parentUuid' in record || 'sessionId' in record);
}

/** A content block, of whatever kind; plain strings in a content list are text. */
export interface RawBlock {
  type: string;
  value: RawObject;
}

/** Content of a message as blocks: the agent writes a string or a list. */
export function contentBlocks(content: unknown): RawBlock[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', value: { text: content } }];
  if (!Array.isArray(content)) return isObject(content) ? [toBlock(content)] : [];
  const blocks: RawBlock[] = [];
  for (const entry of content) {
    if (isObject(entry)) blocks.push(toBlock(entry));
    else if (typeof entry === 'string') blocks.push({ type: 'text', value: { text: entry } });
  }
  return blocks;
}

function toBlock(value: RawObject): RawBlock {
  return { type: name(value, 'type') ?? 'untyped', value };
}

/** Blocks that call a tool, on the machine or on the server. */
export const callBlocks: ReadonlySet<string> = new Set(['tool_use', 'server_tool_use', 'mcp_tool_use']);

/** Blocks that answer a call: `tool_result` in user records, the others inside the reply. */
export const resultBlocks: ReadonlySet<string> = new Set([
  'tool_result',
  'mcp_tool_result',
  'web_search_tool_result',
  'web_fetch_tool_result',
  'code_execution_tool_result',
  'bash_code_execution_tool_result',
  'text_editor_code_execution_tool_result',
  'tool_search_tool_result',
]);

const plainBlocks = new Set([
  'text',
  'thinking',
  'redacted_thinking',
  'image',
  'document',
  'search_result',
  'tool_reference',
  'fallback',
  'compaction',
  'container_upload',
]);

export function isKnownBlock(type: string): boolean {
  return plainBlocks.has(type) || callBlocks.has(type) || resultBlocks.has(type);
}

/** Blocks of `message.content`. */
export function messageBlocks(record: RawObject): RawBlock[] {
  return contentBlocks(object(record, 'message')?.content);
}

/** A record's own details (`toolUseResult`) belong to its result only when there is just one. */
export function soleResult(blocks: readonly RawBlock[]): boolean {
  return blocks.filter((block) => resultBlocks.has(block.type)).length === 1;
}
