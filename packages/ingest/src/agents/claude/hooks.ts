import type { HookFact } from '@belfry/core';
import type { SignalReading } from '../../agent-hooks.ts';
import {
  countRunning,
  type HookSaying,
  lastWords,
  lineOf,
  permissionFor,
  present,
  sessionId,
  shortText,
  unknownEvent,
  wrongShape,
} from '../hook-payload.ts';
import { isObject, name, preview, type RawObject, text } from '../raw-fields.ts';
import { toSummary, toToolKind } from './tool-summary.ts';
import { callAsks } from './turns.ts';

/** Standard input of a hook command of Claude Code. */
export function readClaudeHook(payload: unknown, atMs: number): SignalReading<HookFact> {
  if (!isObject(payload)) return wrongShape(payload, 'hook payload is no object');
  const parent = sessionId(payload, 'session_id');
  const event = shortText(payload, 'hook_event_name');
  if (parent === undefined) return wrongShape(payload, 'hook without a session');
  if (event === undefined) return wrongShape(payload, 'hook without a name');
  const saying = say(event, payload);
  // In a subagent the session is still that of its parent.
  const agentId = sessionId(payload, 'agent_id');
  const fact: HookFact = {
    type: 'hook',
    agent: 'claude',
    session: agentId === undefined ? parent : `${parent}/${agentId}`,
    at: atMs,
    kind: 'other',
    event: preview(event),
    ...present({
      cwd: shortText(payload, 'cwd'),
      transcriptPath: shortText(payload, agentId === undefined ? 'transcript_path' : 'agent_transcript_path'),
      permissionMode: shortText(payload, 'permission_mode'),
    }),
    ...saying,
  };
  if (saying !== undefined) return { fact };
  return { fact, issue: unknownEvent(payload, unknownName(event, payload)) };
}

/** Events that are known and tell nothing of what the session does now. */
const silent: ReadonlySet<string> = new Set([
  'ConfigChange',
  'CwdChanged',
  'DirectoryAdded',
  'ElicitationResult',
  'FileChanged',
  'InstructionsLoaded',
  'MessageDisplay',
  'PostModelSwitch',
  'PostToolBatch',
  'PreModelSwitch',
  'Setup',
  'TaskCompleted',
  'TaskCreated',
  'TeammateIdle',
  'UserPromptExpansion',
  'WorktreeCreate',
  'WorktreeRemove',
]);

/** `undefined` for an event nobody knows yet. */
function say(event: string, payload: RawObject): HookSaying | undefined {
  switch (event) {
    case 'SessionStart':
      return { kind: 'session-started', ...present({ reason: lineOf(payload, 'source') }) };
    case 'SessionEnd':
      return { kind: 'session-ended', ...present({ reason: lineOf(payload, 'reason') }) };
    case 'UserPromptSubmit':
      return { kind: 'prompted', ...present({ text: lineOf(payload, 'prompt'), reason: lineOf(payload, 'source') }) };
    case 'PreToolUse':
      return { kind: 'tool-started', ...toolOf(payload), ...present({ question: asksOf(payload) }) };
    case 'PostToolUse':
      return { kind: 'tool-finished', ...toolOf(payload) };
    case 'PostToolUseFailure':
      return { kind: 'tool-failed', ...toolOf(payload), ...failureOf(payload) };
    case 'PermissionRequest':
      return permissionAsked(payload);
    case 'PermissionDenied':
      return { kind: 'permission-denied', ...toolOf(payload), ...present({ text: lineOf(payload, 'reason') }) };
    case 'Elicitation':
      return { kind: 'question-asked', ...present({ text: lineOf(payload, 'message') }) };
    case 'Notification':
      return notified(payload);
    case 'Stop':
      return { kind: 'turn-ended', background: countRunning(payload), ...lastWords(payload, 'last_assistant_message') };
    case 'StopFailure':
      return { kind: 'turn-failed', ...turnFailure(payload) };
    case 'SubagentStart':
      return { kind: 'subagent-started', ...present({ text: lineOf(payload, 'agent_type') }) };
    case 'SubagentStop':
      return { kind: 'subagent-ended', ...present({ text: lineOf(payload, 'last_assistant_message') }) };
    case 'PreCompact':
      return { kind: 'compact-started', ...present({ reason: lineOf(payload, 'trigger') }) };
    case 'PostCompact':
      return { kind: 'compact-ended', ...present({ reason: lineOf(payload, 'trigger') }) };
    default:
      return silent.has(event) ? { kind: 'other' } : undefined;
  }
}

function toolOf(payload: RawObject): Pick<HookFact, 'tool'> {
  const tool = name(payload, 'tool_name');
  if (tool === undefined) return {};
  const callId = name(payload, 'tool_use_id');
  const summary = toSummary(tool, payload.tool_input);
  return { tool: { name: preview(tool), kind: toToolKind(tool), summary, ...present({ callId }) } };
}

function asksOf(payload: RawObject): HookFact['question'] {
  return callAsks(name(payload, 'tool_name') ?? '', payload.tool_input);
}

/** Tools that do nothing but ask are asked for like any other; then it is their question that waits. */
function permissionAsked(payload: RawObject): HookSaying {
  const own = asksOf(payload);
  const told = toolOf(payload);
  if (own !== undefined) return { kind: 'question-asked', ...told, question: own };
  return { kind: 'permission-asked', ...told, question: permissionFor(told.tool) };
}

function failureOf(payload: RawObject): Pick<HookFact, 'text' | 'interrupted'> {
  return present({
    text: lineOf(payload, 'error'),
    interrupted: payload.is_interrupt === true ? true : undefined,
  });
}

function turnFailure(payload: RawObject): Pick<HookFact, 'text' | 'reason'> {
  const words = [text(payload, 'error_details'), text(payload, 'last_assistant_message')];
  const line = preview(words.find((word) => word !== undefined && word.trim() !== '') ?? '');
  return present({ text: line === '' ? undefined : line, reason: lineOf(payload, 'error') });
}

const notifications: Readonly<Record<string, HookFact['kind']>> = {
  permission_prompt: 'permission-asked',
  worker_permission_prompt: 'permission-asked',
  idle_prompt: 'idle-noticed',
  elicitation_dialog: 'question-asked',
  agent_needs_input: 'question-asked',
  agent_completed: 'other',
  auth_storage_failure: 'other',
  auth_success: 'other',
  computer_use_enter: 'other',
  computer_use_exit: 'other',
  elicitation_complete: 'other',
  elicitation_response: 'other',
  plugin_notification: 'other',
  push_notification: 'other',
};

/** Comes seconds after what it is about. Versions before 2.1 tell its kind by its words alone. */
function notified(payload: RawObject): HookSaying | undefined {
  const line = lineOf(payload, 'message');
  const type = name(payload, 'notification_type');
  const kind = type === undefined ? kindOfWords(line ?? '') : notificationKind(type);
  return kind === undefined ? undefined : { kind, ...present({ text: line }) };
}

function notificationKind(type: string): HookFact['kind'] | undefined {
  return Object.hasOwn(notifications, type) ? notifications[type] : undefined;
}

function kindOfWords(words: string): HookFact['kind'] {
  if (/needs your permission|permission to use/i.test(words)) return 'permission-asked';
  return /waiting for your input/i.test(words) ? 'idle-noticed' : 'other';
}

function unknownName(event: string, payload: RawObject): string {
  const type = event === 'Notification' ? name(payload, 'notification_type') : undefined;
  return type === undefined ? `hook ${event}` : `hook ${event} ${type}`;
}
