import { isObject, name, object, type RawObject } from '../raw-fields.ts';

/** Kinds of record without a message of their own; each has its reader in `parse-header.ts` or carries nothing. */
const headerTypes = new Set([
  'agent-color',
  'agent-name',
  'agent-setting',
  'ai-title',
  'api-request',
  'api-request-blob',
  'api-request-shape',
  'atis-latch',
  'attribution-snapshot',
  'bridge-session',
  'content-replacement',
  'context-collapse-commit',
  'context-collapse-snapshot',
  'cost-state',
  'custom-title',
  'file-history-delta',
  'file-history-snapshot',
  'fork-context-ref',
  'frame-link',
  'last-prompt',
  'marble-origami-commit',
  'marble-origami-snapshot',
  'mode',
  'permission-mode',
  'pr-link',
  'queue-operation',
  'relocated',
  'speculation-accept',
  'summary',
  'tag',
  'task-summary',
  'tools-used',
  'worktree-state',
]);

export function isHeaderType(type: string): boolean {
  return headerTypes.has(type);
}

/** Whether a record has the shape of this agent's, wherever its file lies. */
export function isClaudeRecord(record: RawObject): boolean {
  const type = name(record, 'type');
  if ('payload' in record || type === undefined) return false;
  if (isHeaderType(type)) return name(record, 'sessionId') !== undefined || type.includes('-') || type === 'summary';
  return name(record, 'uuid') !== undefined && ('parentUuid' in record || 'sessionId' in record);
}

/** Attachments that carry no text for the reader: what the agent tells the model about its surroundings. */
const silentAttachments = new Set([
  'agent_listing_delta',
  'agent_mention',
  'already_read_file',
  'async_hook_response',
  'auto_mode',
  'auto_mode_exit',
  'budget_usd',
  'command_permissions',
  'compact_file_reference',
  'compaction_reminder',
  'companion_intro',
  'context_efficiency',
  'critical_system_reminder',
  'current_session_memory',
  'date',
  'date_change',
  'deferred_tools_delta',
  'diagnostics',
  'directory',
  'dynamic_skill',
  'edited_image_file',
  'edited_text_file',
  'environment',
  'file',
  'goal_status',
  'hook_permission_decision',
  'hook_success',
  'hook_cancelled',
  'invoked_skills',
  'max_turns_reached',
  'mcp_instructions_delta',
  'mcp_resource',
  'model',
  'nested_memory',
  'opened_file_in_ide',
  'output_style',
  'output_token_usage',
  'pdf_reference',
  'plan_file_reference',
  'plan_mode',
  'plan_mode_exit',
  'plan_mode_reentry',
  'prompt_snapshot',
  'read_truncation_notice',
  'relevant_memories',
  'remote_session_change',
  'selected_lines_in_ide',
  'session_context',
  'skill_discovery',
  'skill_listing',
  'structured_output',
  'task_reminder',
  'task_status',
  'team_context',
  'todo',
  'todo_reminder',
  'token_usage',
  'total_tokens_reminder',
  'ultrathink_effort',
  'verify_plan_reminder',
]);

export function isSilentAttachment(type: string): boolean {
  return silentAttachments.has(type);
}

/** System records without text for the reader, or whose text stands in `content`. */
const systemSubtypes = new Set([
  'agents_killed',
  'api_error',
  'api_metrics',
  'api_refusal',
  'away_summary',
  'bridge_status',
  'compact_boundary',
  'error',
  'file_snapshot',
  'informational',
  'local_command',
  'memory_saved',
  'microcompact_boundary',
  'model_refusal_fallback',
  'permission_retry',
  'post_turn_summary',
  'scheduled_task_fire',
  'session_start',
  'snip_boundary',
  'snip_marker',
  'stop_hook_summary',
  'thinking',
  'turn_duration',
]);

export function isSystemSubtype(subtype: string): boolean {
  return systemSubtypes.has(subtype);
}

const progressTypes = new Set([
  'agent_progress',
  'bash_progress',
  'hook_progress',
  'mcp_progress',
  'powershell_progress',
  'query_update',
  'repl_tool_call',
  'search_results_received',
  'skill_progress',
  'task_progress',
  'tool_progress',
  'waiting_for_task',
  'web_search_progress',
]);

export function isProgressType(type: string): boolean {
  return progressTypes.has(type);
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
