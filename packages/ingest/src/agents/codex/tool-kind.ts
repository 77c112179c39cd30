import type { ToolCallFact } from '@belfry/core';

type ToolKind = ToolCallFact['kind'];

const kinds: Readonly<Record<string, ToolKind>> = {
  shell: 'shell',
  shell_command: 'shell',
  'container.exec': 'shell',
  exec: 'shell',
  exec_command: 'shell',
  unified_exec: 'shell',
  write_stdin: 'shell',
  local_shell: 'shell',
  js_repl: 'shell',
  apply_patch: 'edit',
  read_file: 'read',
  list_dir: 'read',
  view_image: 'read',
  grep_files: 'search',
  tool_search: 'search',
  web_search: 'web',
  web_search_request: 'web',
  update_plan: 'plan',
  request_user_input: 'question',
  request_permissions: 'question',
  spawn_agent: 'subagent',
  spawn_agents_on_csv: 'subagent',
  send_input: 'subagent',
  send_message: 'subagent',
  followup_task: 'subagent',
  assign_task: 'subagent',
  interrupt_agent: 'subagent',
  resume_agent: 'subagent',
  close_agent: 'subagent',
  list_agents: 'subagent',
  wait: 'subagent',
  wait_agent: 'subagent',
  list_mcp_resources: 'mcp',
  list_mcp_resource_templates: 'mcp',
  read_mcp_resource: 'mcp',
};

export function toolKind(name: string): ToolKind {
  if (name.startsWith('mcp__')) return 'mcp';
  return Object.hasOwn(kinds, name) ? (kinds[name] ?? 'other') : 'other';
}

/** A tool of an MCP server may be named in two parts; other namespaces only group the agent's own tools. */
export function toolName(name: string, namespace: string | undefined): string {
  if (namespace === undefined || !namespace.startsWith('mcp__') || name.startsWith('mcp__')) return name;
  return namespace.endsWith('__') ? `${namespace}${name}` : `${namespace}__${name}`;
}
