import type { HookFact } from '@belfry/core';
import type { SignalReading } from '../../agent-hooks.ts';
import {
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
import { isObject, name, preview, type RawObject } from '../raw-fields.ts';
import { toolKind } from './tool-kind.ts';
import { readArguments, summarise } from './tool-summary.ts';
import { callAsks } from './turns.ts';

/** Standard input of a hook command of Codex, or the argument of its `notify` program. */
export function readCodexHook(payload: unknown, atMs: number): SignalReading<HookFact> {
  if (!isObject(payload)) return wrongShape(payload, 'hook payload is no object');
  if ('type' in payload && !('hook_event_name' in payload)) return readNotify(payload, atMs);
  // A subagent is a session of its own, with the id of its thread.
  const session = sessionId(payload, 'agent_id') ?? sessionId(payload, 'session_id');
  const event = shortText(payload, 'hook_event_name');
  if (session === undefined) return wrongShape(payload, 'hook without a session');
  if (event === undefined) return wrongShape(payload, 'hook without a name');
  const saying = say(event, payload);
  const isSubagent = 'agent_id' in payload;
  const fact: HookFact = {
    type: 'hook',
    agent: 'codex',
    session,
    at: atMs,
    kind: 'other',
    event: preview(event),
    ...present({
      cwd: shortText(payload, 'cwd'),
      transcriptPath: shortText(payload, isSubagent ? 'agent_transcript_path' : 'transcript_path'),
      permissionMode: shortText(payload, 'permission_mode'),
    }),
    ...saying,
  };
  return saying === undefined ? { fact, issue: unknownEvent(payload, `hook ${event}`) } : { fact };
}

/** `undefined` for an event nobody knows yet. */
function say(event: string, payload: RawObject): HookSaying | undefined {
  switch (event) {
    case 'SessionStart':
      return { kind: 'session-started', ...present({ reason: lineOf(payload, 'source') }) };
    case 'SessionEnd':
      return { kind: 'session-ended', ...present({ reason: lineOf(payload, 'reason') }) };
    case 'UserPromptSubmit':
      return { kind: 'prompted', ...present({ text: lineOf(payload, 'prompt') }) };
    case 'PreToolUse':
      return { kind: 'tool-started', ...toolOf(payload), ...present({ question: asksOf(payload) }) };
    case 'PostToolUse':
      return { kind: 'tool-finished', ...toolOf(payload) };
    case 'PermissionRequest':
      return permissionAsked(payload);
    case 'Stop':
      return { kind: 'turn-ended', ...lastWords(payload, 'last_assistant_message') };
    case 'StopFailure':
      return { kind: 'turn-failed', ...present({ text: lineOf(payload, 'error') }) };
    case 'Interrupt':
      return { kind: 'turn-failed', interrupted: true, ...present({ reason: lineOf(payload, 'reason') }) };
    case 'SubagentStart':
      return { kind: 'subagent-started', ...present({ text: lineOf(payload, 'agent_type') }) };
    case 'SubagentStop':
      return { kind: 'subagent-ended', ...present({ text: lineOf(payload, 'last_assistant_message') }) };
    case 'PreCompact':
      return { kind: 'compact-started', ...present({ reason: lineOf(payload, 'trigger') }) };
    case 'PostCompact':
      return { kind: 'compact-ended', ...present({ reason: lineOf(payload, 'trigger') }) };
    default:
      return undefined;
  }
}

function toolOf(payload: RawObject): Pick<HookFact, 'tool'> {
  const tool = name(payload, 'tool_name');
  if (tool === undefined) return {};
  const callId = name(payload, 'tool_use_id');
  const summary = summarise(tool, readArguments(payload.tool_input));
  // Hooks call the shell by another name than transcripts do.
  const kind = tool === 'Bash' ? 'shell' : toolKind(tool);
  return { tool: { name: preview(tool), kind, summary, ...present({ callId }) } };
}

function asksOf(payload: RawObject): HookFact['question'] {
  return callAsks(name(payload, 'tool_name') ?? '', readArguments(payload.tool_input));
}

function permissionAsked(payload: RawObject): HookSaying {
  const told = toolOf(payload);
  // Where the model says why it asks, that is the question its user sees.
  const reason = isObject(payload.tool_input) ? lineOf(payload.tool_input, 'description') : undefined;
  return { kind: 'permission-asked', ...told, question: asksOf(payload) ?? permissionFor(told.tool, reason) };
}

/** `notify` is called at the end of a turn only, and names its fields with hyphens. */
function readNotify(payload: RawObject, atMs: number): SignalReading<HookFact> {
  const session = sessionId(payload, 'thread-id');
  const event = shortText(payload, 'type') ?? '';
  if (session === undefined) return wrongShape(payload, 'notify without a thread');
  const base = {
    type: 'hook',
    agent: 'codex',
    session,
    at: atMs,
    ...present({ cwd: shortText(payload, 'cwd') }),
  } as const;
  if (event === 'agent-turn-complete') {
    return { fact: { ...base, kind: 'turn-ended', event, ...lastWords(payload, 'last-assistant-message') } };
  }
  return { fact: { ...base, kind: 'other', event: preview(event) }, issue: unknownEvent(payload, `notify ${event}`) };
}
