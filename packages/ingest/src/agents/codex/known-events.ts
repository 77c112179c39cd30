/**
 * Events that say nothing the other records do not say: progress, requests answered elsewhere, and copies
 * for the agent's own interface. Listed so that a kind nobody has seen yet is noticed.
 */
const silent: ReadonlySet<string> = new Set([
  'agent_message_content_delta',
  'agent_message_delta',
  'agent_reasoning_delta',
  'agent_reasoning_raw_content_delta',
  'agent_reasoning_section_break',
  'apply_patch_approval_request',
  'collab_agent_interaction_begin',
  'collab_agent_interaction_end',
  'collab_agent_spawn_begin',
  'collab_close_begin',
  'collab_close_end',
  'collab_resume_begin',
  'collab_resume_end',
  'collab_waiting_begin',
  'collab_waiting_end',
  'conversation_path',
  'dynamic_tool_call_request',
  'elicitation_request',
  'environment_connected',
  'environment_disconnected',
  'exec_approval_request',
  'exec_command_begin',
  'exec_command_output_delta',
  'get_history_entry_response',
  'guardian_assessment',
  'hook_started',
  'image_generation_begin',
  'image_generation_end',
  'item_started',
  'list_custom_prompts_response',
  'list_skills_response',
  'mcp_list_tools_response',
  'mcp_startup_complete',
  'mcp_startup_update',
  'mcp_tool_call_begin',
  'mcp_tool_call_progress',
  'model_verification',
  'patch_apply_begin',
  'patch_apply_updated',
  'plan_delta',
  'plan_update',
  'raw_response_item',
  'realtime_conversation_closed',
  'realtime_conversation_list_voices_response',
  'realtime_conversation_realtime',
  'realtime_conversation_sdp',
  'realtime_conversation_started',
  'reasoning_content_delta',
  'reasoning_raw_content_delta',
  'request_permissions',
  'request_user_input',
  'safety_buffering',
  'session_configured',
  'shutdown_complete',
  'skills_update_available',
  'terminal_interaction',
  'thread_goal_updated',
  'thread_queue_changed',
  'turn_diff',
  'turn_moderation_metadata',
  'undo_started',
  'view_image_tool_call',
  'web_search_begin',
  'web_search_end',
]);

export function isSilentEvent(type: string): boolean {
  return silent.has(type);
}

const silentItems: ReadonlySet<string> = new Set([
  'Extension',
  'HookPrompt',
  'ImageGeneration',
  'ImageView',
  'Sleep',
  'WebSearch',
]);

export function isSilentTurnItem(type: string): boolean {
  return silentItems.has(type);
}
