import type { ToolKind } from '@belfry/core';
import { isObject, list, name, object, preview, type RawObject } from '../raw-fields.ts';

const toolKinds: Readonly<Record<string, ToolKind>> = {
  Bash: 'shell',
  BashOutput: 'shell',
  KillBash: 'shell',
  KillShell: 'shell',
  Monitor: 'shell',
  PowerShell: 'shell',
  bash_code_execution: 'shell',
  code_execution: 'shell',
  Read: 'read',
  NotebookRead: 'read',
  ReadMcpResourceTool: 'read',
  Edit: 'edit',
  MultiEdit: 'edit',
  NotebookEdit: 'edit',
  Write: 'write',
  Glob: 'search',
  Grep: 'search',
  LS: 'search',
  LSP: 'search',
  ToolSearch: 'search',
  WebFetch: 'web',
  WebSearch: 'web',
  web_fetch: 'web',
  web_search: 'web',
  Agent: 'subagent',
  SendMessage: 'subagent',
  Task: 'subagent',
  TaskOutput: 'subagent',
  TaskStop: 'subagent',
  TeamCreate: 'subagent',
  TeamDelete: 'subagent',
  Workflow: 'subagent',
  EnterPlanMode: 'plan',
  ExitPlanMode: 'plan',
  TaskCreate: 'plan',
  TaskGet: 'plan',
  TaskList: 'plan',
  TaskUpdate: 'plan',
  TodoRead: 'plan',
  TodoWrite: 'plan',
  AskUserQuestion: 'question',
  ListMcpResourcesTool: 'mcp',
  Skill: 'skill',
  SlashCommand: 'skill',
};

/** The family of a tool; an MCP tool is known by its name's shape, anything new is `other`. */
export function toToolKind(tool: string): ToolKind {
  if (Object.hasOwn(toolKinds, tool)) return toolKinds[tool] ?? 'other';
  return tool.startsWith('mcp__') ? 'mcp' : 'other';
}

export function isTaskTool(tool: string): boolean {
  return tool === 'Task' || tool === 'Agent';
}

/** Fields that say in one line what a call does, the most telling first. */
const tellingFields = [
  'command',
  'file_path',
  'notebook_path',
  'path',
  'pattern',
  'query',
  'url',
  'subject',
  'skill',
  'name',
  'description',
  'prompt',
  'message',
  'reason',
  'taskId',
  'task_id',
  'bash_id',
  'shell_id',
  'filePath',
  'uri',
] as const;

/** One line about a call: its command, path, pattern or description. */
export function toSummary(tool: string, input: unknown): string {
  if (typeof input === 'string') return preview(input);
  if (!isObject(input)) return '';
  const special = specialSummary(tool, input);
  if (special !== undefined) return preview(special);
  const line = firstOf(input, tellingFields) ?? firstText(input);
  if (!tool.startsWith('mcp__')) return preview(line ?? '');
  const [, server, ...words] = tool.split('__');
  return preview([`${server}/${words.join('__')}`, line].filter((word) => word !== undefined).join(' '));
}

function specialSummary(tool: string, input: RawObject): string | undefined {
  switch (tool) {
    case 'Task':
    case 'Agent':
      return firstOf(input, ['description', 'prompt']);
    case 'Grep': {
      const pattern = name(input, 'pattern');
      const place = firstOf(input, ['path', 'glob', 'type']);
      return pattern === undefined || place === undefined ? pattern : `${pattern} in ${place}`;
    }
    case 'TodoWrite': {
      const todos = list(input, 'todos').filter(isObject);
      const done = todos.filter((todo) => todo.status === 'completed').length;
      const current = todos.find((todo) => todo.status === 'in_progress');
      const head = `${done} of ${todos.length} done`;
      return current === undefined ? head : `${head}: ${firstOf(current, ['activeForm', 'content']) ?? ''}`;
    }
    case 'TaskUpdate':
      return ['taskId', 'status', 'subject'].flatMap((key) => name(input, key) ?? []).join(' ');
    case 'AskUserQuestion':
      return list(input, 'questions')
        .flatMap((question) => (isObject(question) ? (name(question, 'question') ?? []) : []))
        .join(' · ');
    case 'ExitPlanMode':
      return name(input, 'plan');
    case 'SendMessage':
      return [name(input, 'to') ?? name(input, 'recipient'), name(input, 'message') ?? name(input, 'content')]
        .filter((word) => word !== undefined)
        .join(': ');
    case 'Skill':
      return [name(input, 'skill') ?? name(input, 'command'), name(input, 'args')]
        .filter((word) => word !== undefined)
        .join(' ');
    case 'Workflow':
      return name(input, 'name') ?? name(object(input, 'meta'), 'description') ?? workflowName(name(input, 'script'));
    default:
      return undefined;
  }
}

/** A workflow script declares its description near the top. */
function workflowName(script: string | undefined): string | undefined {
  if (script === undefined) return undefined;
  const head = script.slice(0, 2000);
  return /description:\s*(['"`])(.+?)\1/.exec(head)?.[2] ?? head;
}

function firstOf(input: RawObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = name(input, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

function firstText(input: RawObject): string | undefined {
  for (const value of Object.values(input)) if (typeof value === 'string' && value !== '') return value;
  return undefined;
}
