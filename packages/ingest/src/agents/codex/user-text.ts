import type { MessageFact } from '@belfry/core';
import { list, object, type RawObject } from '../raw-fields.ts';

/** What a user-role text really is, told by how it begins. Everything else a person wrote. */
const beginnings: readonly (readonly [string, MessageFact['variant']])[] = [
  ['<environment_context>', 'context'],
  ['<user_instructions>', 'context'],
  ['# AGENTS.md instructions', 'context'],
  ['<INSTRUCTIONS>', 'context'],
  ['<permissions instructions>', 'context'],
  ['<collaboration_mode>', 'context'],
  ['<model_switch>', 'context'],
  ['<personality_spec>', 'context'],
  ['<skill>', 'context'],
  ['<skills_instructions>', 'context'],
  ['<apps_instructions>', 'context'],
  ['<plugins_instructions>', 'context'],
  ['<recommended_plugins>', 'context'],
  ['<multi_agent_mode>', 'context'],
  ['<realtime_conversation>', 'context'],
  ['<codex_internal_context', 'context'],
  ['<hook_prompt', 'context'],
  ['<hook_context', 'context'],
  ['<goal_context>', 'context'],
  ['<turn_aborted>', 'notice'],
  ['<subagent_notification>', 'notice'],
  ['<user_action>', 'notice'],
  ['<user_shell_command>', 'command'],
  ['Another language model started to solve this problem and produced a summary', 'summary'],
];

/** Variant of a user-role message; `prompt` is what a person typed. */
export function userVariant(message: string, payload?: RawObject): MessageFact['variant'] {
  const start = message.trimStart();
  for (const [beginning, variant] of beginnings) if (start.startsWith(beginning)) return variant;
  // Since the agent states where each part of a message comes from, its word counts.
  const kinds = list(object(payload, 'internal_chat_message_metadata_passthrough'), 'content_item_kinds');
  const stated = kinds.filter((kind) => typeof kind === 'string' && kind !== 'unknown') as string[];
  return stated.length === 0 || stated.some((kind) => kind.startsWith('user.')) ? 'prompt' : 'context';
}
