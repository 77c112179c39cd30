import { count, list, name, object, type RawObject, text } from '../raw-fields.ts';
import { sayExit, sayPatch } from './call-detail.ts';
import { abortText, eventNotice, noticeText, turnError } from './event-notice.ts';
import { isSilentEvent } from './known-events.ts';
import { isFailed, linkChild, sayResult } from './parse-tool.ts';
import { parseRolledBack, parseTurnStarted, sayRunsWith } from './parse-turn.ts';
import { parseTurnItem } from './parse-turn-item.ts';
import { parseTokenCount } from './parse-usage.ts';
import { type Reading, sayIssue, sayMessage, saySession } from './reading.ts';
import { sayCompaction, sayReplyText, sayReview, sayThought, sayUserText } from './say-text.ts';
import { sayTurnEnded, sayTurnFailed, sayTurnInterrupted, sayTurnStarted } from './turns.ts';
import { isTwin, written } from './twins.ts';

/** What the agent's own interface showed: turns, counters, and texts that are mostly twins of response items. */
export function parseEvent(reading: Reading, type: string, payload: RawObject, value: RawObject): void {
  const { state } = reading;
  switch (type) {
    case 'token_count':
      parseTokenCount(reading, payload);
      return;
    case 'task_started':
    case 'turn_started':
      parseTurnStarted(reading, payload, count(value, 'ordinal'));
      sayTurnStarted(reading);
      return;
    case 'task_complete':
    case 'turn_complete':
      state.replyOpen = false;
      if (turnError(payload) !== '') sayMessage(reading, 'system', 'error', turnError(payload));
      sayTurnEnded(reading, payload);
      return;
    case 'turn_aborted':
      parseAborted(reading, payload);
      return;
    case 'thread_rolled_back':
      parseRolledBack(reading, payload);
      return;
    case 'user_message':
      parseUserMessage(reading, payload);
      return;
    case 'agent_message':
      sayReplyText(reading, text(payload, 'message') ?? '', written.event);
      return;
    case 'agent_reasoning':
    case 'agent_reasoning_raw_content':
      sayThought(reading, [text(payload, 'text') ?? ''], written.event);
      return;
    case 'item_completed':
      parseTurnItem(reading, payload, value);
      return;
    case 'context_compacted':
      sayCompaction(reading, written.event);
      return;
    case 'thread_settings_applied':
      parseSettings(reading, payload);
      return;
    case 'thread_name_updated':
      parseName(reading, payload);
      return;
    case 'entered_review_mode':
    case 'exited_review_mode':
      sayReview(reading, type, payload);
      return;
    case 'error':
      sayMessage(reading, 'system', 'error', noticeText(payload));
      sayTurnFailed(reading, noticeText(payload));
      return;
    default:
      if (parseDetail(reading, type, payload) || parseNotice(reading, type, payload)) return;
      if (!isSilentEvent(type)) sayIssue(reading, 'unknown-record', `event_msg/${type}`, value);
  }
}

function parseUserMessage(reading: Reading, payload: RawObject): void {
  const message = text(payload, 'message') ?? '';
  const kind = name(payload, 'kind');
  // An early version told injected texts by kind and wrote them here too.
  if (kind !== undefined && kind !== 'plain') return;
  const hasImages = list(payload, 'images').length > 0 || list(payload, 'local_images').length > 0;
  if (message.trim() === '' && !hasImages) return;
  sayUserText(reading, message, written.event);
}

function parseAborted(reading: Reading, payload: RawObject): void {
  sayTurnInterrupted(reading);
  if (isTwin(reading, ['aborted'], written.event)) return;
  sayMessage(reading, 'system', 'notice', abortText(payload));
}

function parseSettings(reading: Reading, payload: RawObject): void {
  const settings = object(payload, 'thread_settings');
  if (settings === undefined) return;
  const { model: _, ...rest } = settings;
  // The model counts once a turn runs with it; the tier holds from here on.
  sayRunsWith(reading, rest);
  if (!('service_tier' in settings) || settings.service_tier === null) delete reading.state.tier;
}

function parseName(reading: Reading, payload: RawObject): void {
  const title = text(payload, 'thread_name') ?? text(payload, 'name');
  const thread = name(payload, 'thread_id') ?? reading.state.session;
  if (title !== undefined) saySession(reading, { title: { source: 'custom', text: title } }, thread);
}

/** Events that add to a call what its output does not say: exit code, diff, subagent. */
function parseDetail(reading: Reading, type: string, payload: RawObject): boolean {
  const callId = name(payload, 'call_id') ?? reading.record;
  switch (type) {
    case 'exec_command_end':
      sayExit(reading, callId, payload);
      return true;
    case 'patch_apply_end':
      sayPatch(reading, callId, payload);
      return true;
    case 'mcp_tool_call_end': {
      const result = object(payload, 'result');
      const isError = result !== undefined && ('Err' in result || object(result, 'Ok')?.isError === true);
      sayResult(reading, callId, { isError, outcome: isError ? 'failed' : '', outputBytes: 0, answers: false });
      return true;
    }
    case 'dynamic_tool_call_response': {
      const isError = isFailed(payload);
      sayResult(reading, callId, { isError, outcome: isError ? 'failed' : '', outputBytes: 0, answers: false });
      return true;
    }
    case 'collab_agent_spawn_end':
    case 'sub_agent_activity': {
      const child = name(payload, 'new_thread_id') ?? name(payload, 'agent_thread_id');
      const call = name(payload, 'call_id') ?? name(payload, 'event_id');
      const isStart = type === 'collab_agent_spawn_end' || name(payload, 'kind') === 'started';
      if (child !== undefined && call !== undefined && isStart) linkChild(reading, call, child);
      return true;
    }
    default:
      return false;
  }
}

const notices: ReadonlySet<string> = new Set([
  'background_event',
  'deprecation_notice',
  'guardian_warning',
  'hook_completed',
  'model_reroute',
  'stream_error',
  'undo_completed',
  'warning',
]);

function parseNotice(reading: Reading, type: string, payload: RawObject): boolean {
  if (!notices.has(type)) return false;
  const message = eventNotice(type, payload);
  if (message !== '') sayMessage(reading, 'system', 'notice', message);
  return true;
}
