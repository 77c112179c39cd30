import type { MessageRole, ToolKind } from '@belfry/core';
import Bot from '@lucide/svelte/icons/bot';
import Cog from '@lucide/svelte/icons/cog';
import User from '@lucide/svelte/icons/user';
import type { Component } from 'svelte';
import { toolIcon } from '../sessions/tool-icon.ts';

type Choice<Value extends string> = {
  value: Value;
  label: string;
  icon: Component<{ size?: number }>;
};

/** Whose words they are; a call and its output are the agent's. */
export const roleChoices: readonly Choice<MessageRole>[] = [
  { value: 'user', label: 'You', icon: User },
  { value: 'assistant', label: 'The agent', icon: Bot },
  { value: 'system', label: 'The system', icon: Cog },
];

const toolLabels: Record<ToolKind, string> = {
  shell: 'Commands',
  read: 'Reads',
  edit: 'Edits',
  write: 'New files',
  search: 'Searches',
  web: 'Web',
  subagent: 'Subagents',
  plan: 'Plans',
  question: 'Questions',
  mcp: 'MCP',
  skill: 'Skills',
  other: 'Other tools',
};

/** Families of tools, and names of tools that somebody wrote into the address. */
export function toToolChoices(chosen: readonly string[]): Choice<string>[] {
  const kinds = Object.entries(toolLabels).map(([value, label]) => ({ value, label, icon: toolIcon(value) }));
  const named = chosen.filter((name) => !Object.hasOwn(toolLabels, name));
  return [...named.map((name) => ({ value: name, label: name, icon: toolIcon('other') })), ...kinds];
}
