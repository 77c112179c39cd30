import { isObject, list, name, object, type RawObject, text } from '../raw-fields.ts';
import { sayExit, sayPatch } from './call-detail.ts';
import { isSilentTurnItem } from './known-events.ts';
import { textsOf } from './message-text.ts';
import { isFailed, linkChild, sayResult } from './parse-tool.ts';
import { type Reading, sayIssue } from './reading.ts';
import { sayCompaction, sayReplyText, sayReview, sayThought, sayUserText } from './say-text.ts';
import { sayPlan } from './turns.ts';
import { written } from './twins.ts';

/** An `item_completed` event: the paginated mode's word for what were events of their own before. */
export function parseTurnItem(reading: Reading, payload: RawObject, value: RawObject): void {
  const item = object(payload, 'item') ?? {};
  const type = name(item, 'type') ?? '';
  if (isForeign(reading, payload)) return;
  const callId = name(item, 'id') ?? reading.record;
  switch (type) {
    case 'UserMessage':
      sayUserText(reading, textsOf(item, 'content').join('\n'), written.turnItem);
      return;
    case 'AgentMessage':
      sayReplyText(reading, textsOf(item, 'content').join('\n'), written.turnItem);
      return;
    case 'Plan':
      sayReplyText(reading, text(item, 'text') ?? '', written.turnItem);
      sayPlan(reading, text(item, 'text') ?? '');
      return;
    case 'Reasoning':
      sayThought(reading, [...textsOf(item, 'summary_text'), ...textsOf(item, 'raw_content')], written.turnItem);
      return;
    case 'ContextCompaction':
      sayCompaction(reading, written.turnItem);
      return;
    case 'CommandExecution':
      sayExit(reading, callId, item);
      return;
    case 'FileChange':
      sayPatch(reading, callId, item);
      return;
    case 'EnteredReviewMode':
      sayReview(reading, 'entered_review_mode', item);
      return;
    case 'ExitedReviewMode':
      sayReview(reading, 'exited_review_mode', item);
      return;
    case 'CollabAgentToolCall':
      parseCollab(reading, callId, item);
      return;
    case 'McpToolCall': {
      const isError = isFailed(item) || object(item, 'result')?.isError === true || isObject(item.error);
      sayResult(reading, callId, { isError, outcome: isError ? 'failed' : '', outputBytes: 0, answers: false });
      return;
    }
    case 'DynamicToolCall': {
      const isError = isFailed(item);
      sayResult(reading, callId, { isError, outcome: isError ? 'failed' : '', outputBytes: 0, answers: false });
      return;
    }
    case 'SubAgentActivity': {
      const child = name(item, 'agent_thread_id') ?? name(item, 'agentThreadId');
      if (child !== undefined && name(item, 'kind') === 'started') linkChild(reading, callId, child);
      return;
    }
    default:
      if (!isSilentTurnItem(type)) sayIssue(reading, 'unknown-record', `item_completed/${type}`, value);
  }
}

function parseCollab(reading: Reading, callId: string, item: RawObject): void {
  const tool = name(item, 'tool');
  const [child] = [...list(item, 'receiverThreadIds'), ...list(item, 'receiver_thread_ids')];
  if ((tool === 'spawnAgent' || tool === 'spawn_agent') && typeof child === 'string') linkChild(reading, callId, child);
  const isError = isFailed(item);
  sayResult(reading, callId, { isError, outcome: isError ? 'failed' : '', outputBytes: 0, answers: false });
}

/** A thread that waits for a subagent repeats its items, which the subagent's own rollout holds. */
function isForeign(reading: Reading, payload: RawObject): boolean {
  const thread = name(payload, 'thread_id');
  return thread !== undefined && reading.state.named && thread !== reading.state.session && !reading.inherited;
}
