import type { ToolKind } from '@belfry/core';
import Bot from '@lucide/svelte/icons/bot';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import FilePlus from '@lucide/svelte/icons/file-plus';
import FileText from '@lucide/svelte/icons/file-text';
import Globe from '@lucide/svelte/icons/globe';
import ListTodo from '@lucide/svelte/icons/list-todo';
import MessageSquare from '@lucide/svelte/icons/message-square';
import Pencil from '@lucide/svelte/icons/pencil';
import Plug from '@lucide/svelte/icons/plug';
import Search from '@lucide/svelte/icons/search';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Terminal from '@lucide/svelte/icons/terminal';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import User from '@lucide/svelte/icons/user';
import Wrench from '@lucide/svelte/icons/wrench';
import type { Component } from 'svelte';

type Icon = Component<{ size?: number }>;

const byToolKind: Record<ToolKind, Icon> = {
  shell: Terminal,
  read: FileText,
  edit: Pencil,
  write: FilePlus,
  search: Search,
  web: Globe,
  subagent: Bot,
  plan: ListTodo,
  question: CircleHelp,
  mcp: Plug,
  skill: Sparkles,
  other: Wrench,
};

const byMessage: Record<string, Icon> = { prompt: User, queued: User, error: TriangleAlert, 'tool-call': Wrench };

/** Icon of a tool's family. */
export function toolIcon(kind: string): Icon {
  return byToolKind[kind as ToolKind] ?? Wrench;
}

/** Icon of a message's variant, or of a tool's family where a session's last activity was a tool call. */
export function activityIcon(kind: string): Icon {
  return byMessage[kind] ?? byToolKind[kind as ToolKind] ?? MessageSquare;
}
