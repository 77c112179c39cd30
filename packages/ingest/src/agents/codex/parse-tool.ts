import type { ToolResultFact } from '@belfry/core';
import { isObject, list, name, object, preview, type RawObject, text } from '../raw-fields.ts';
import { patchOf } from './apply-patch.ts';
import { callTouches } from './file-touches.ts';
import { fingerprint } from './fingerprint.ts';
import { type Reading, sayReply } from './reading.ts';
import { toolKind, toolName } from './tool-kind.ts';
import { outcomeOf, readOutput } from './tool-output.ts';
import { commandLine, readArguments, summarise } from './tool-summary.ts';
import { callAsks } from './turns.ts';

/** A call whose result another record still owes is remembered; more than this many are not. */
const rememberedCalls = 32;

/** Name, input and id of a call, whatever item it is. */
interface Call {
  callId: string;
  name: string;
  input: RawObject | string;
}

/** `stamp` is the record's time as written; with the input it stands for the id where the agent wrote none. */
export function readCall(type: string, payload: RawObject, stamp: string): Call {
  const callId = name(payload, 'call_id') ?? name(payload, 'id') ?? namelessId(type, payload, stamp);
  const action = object(payload, 'action');
  switch (type) {
    case 'local_shell_call':
      return { callId, name: 'local_shell', input: action ?? {} };
    case 'web_search_call':
      return { callId, name: 'web_search', input: action ?? {} };
    case 'tool_search_call':
      return { callId, name: 'tool_search', input: readArguments(payload.arguments) };
    case 'image_generation_call':
      return { callId, name: 'image_generation', input: { prompt: text(payload, 'revised_prompt') ?? '' } };
    default: {
      const input = type === 'custom_tool_call' ? (text(payload, 'input') ?? '') : readArguments(payload.arguments);
      return { callId, name: toolName(name(payload, 'name') ?? 'unknown', name(payload, 'namespace')), input };
    }
  }
}

function namelessId(type: string, payload: RawObject, stamp: string): string {
  return `${type}@${stamp}/${fingerprint(JSON.stringify(payload.action ?? payload.arguments ?? payload.input ?? ''))}`;
}

export function sayCall(reading: Reading, type: string, payload: RawObject): void {
  const { state } = reading;
  const call = readCall(type, payload, state.stamp);
  const { callId } = call;
  sayReply(reading, '');
  const patch = patchOf(call.name, call.input);
  const files = callTouches(call.name, call.input, patch, state.cwd);
  const asks = callAsks(call.name, call.input);
  reading.facts.push({
    type: 'tool-call',
    session: state.session,
    span: reading.span,
    callId,
    messageKey: state.reply,
    name: call.name,
    kind: patch === undefined ? toolKind(call.name) : 'edit',
    summary: summaryOf(type, call),
    ...(reading.at !== undefined && { at: reading.at }),
    ...(files.length > 0 && { files }),
    ...(asks !== undefined && { asks }),
  });
  if (call.name === 'spawn_agent') state.spawns = [...state.spawns, callId].slice(-rememberedCalls);
  if (patch !== undefined) {
    const added = patch.reduce((sum, file) => sum + file.added, 0);
    const removed = patch.reduce((sum, file) => sum + file.removed, 0);
    state.patches = [...state.patches, { callId, ...reading.span, added, removed }].slice(-rememberedCalls);
  }
  // The model server runs these itself: the item is call and result in one.
  if (type === 'web_search_call' || type === 'image_generation_call') {
    const isError = name(payload, 'status') === 'failed';
    sayResult(reading, callId, { isError, outcome: isError ? 'failed' : '', outputBytes: 0, answers: true });
  }
}

function summaryOf(type: string, call: Call): string {
  if (type !== 'local_shell_call' || typeof call.input === 'string') return summarise(call.name, call.input);
  return preview(commandLine(list(call.input, 'command')));
}

export function sayOutput(reading: Reading, payload: RawObject): void {
  const { state } = reading;
  state.replyOpen = false;
  const callId = name(payload, 'call_id') ?? name(payload, 'id') ?? reading.record;
  const output = readOutput(payload.output ?? payload.tools);
  const isError = (output.exitCode !== undefined && output.exitCode !== 0) || output.failed || isFailed(payload);
  const patch = state.patches.find((pending) => pending.callId === callId);
  if (patch !== undefined) state.patches = state.patches.filter((pending) => pending !== patch);
  sayResult(reading, callId, {
    isError,
    outcome: outcomeOf(output),
    outputBytes: Buffer.byteLength(output.text),
    answers: true,
    ...(patch !== undefined && !isError && { added: patch.added, removed: patch.removed }),
  });
  if (patch !== undefined && !isError) {
    // The diff stands in the call; the result points back to it.
    const span = { offset: patch.offset, length: patch.length };
    sayResult({ ...reading, span, record: `${reading.record}+patch` }, callId, {
      isError: false,
      outcome: '',
      outputBytes: 0,
      answers: false,
    });
  }
  if (state.spawns.includes(callId)) sayLink(reading, callId, output.text);
}

type ResultBody = Pick<ToolResultFact, 'isError' | 'outcome' | 'outputBytes' | 'answers'> &
  Partial<Pick<ToolResultFact, 'added' | 'removed' | 'files'>>;

export function sayResult(reading: Reading, callId: string, body: ResultBody): void {
  reading.facts.push({
    type: 'tool-result',
    session: reading.state.session,
    span: reading.span,
    callId,
    record: reading.record,
    ...body,
    ...(reading.at !== undefined && { at: reading.at }),
  });
}

/** `status` of a call or a detail record. */
export function isFailed(payload: RawObject): boolean {
  const status = name(payload, 'status');
  return status === 'failed' || status === 'declined' || payload.success === false;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The thread that a `spawn_agent` result names. */
function sayLink(reading: Reading, callId: string, output: string): void {
  const { state } = reading;
  state.spawns = state.spawns.filter((pending) => pending !== callId);
  const answer = readArguments(output);
  const named = isObject(answer)
    ? (name(answer, 'agent_id') ?? name(answer, 'thread_id') ?? name(answer, 'id'))
    : undefined;
  const child = named ?? uuid.exec(output)?.[0];
  if (child !== undefined && uuid.test(child)) linkChild(reading, callId, child);
}

export function linkChild(reading: Reading, callId: string, child: string): void {
  reading.facts.push({ type: 'link', session: reading.state.session, span: reading.span, callId, child });
}
