import { list, name, type RawObject, text } from '../raw-fields.ts';
import { eventParts, messageText, textsOf } from './message-text.ts';
import { sayCall, sayOutput } from './parse-tool.ts';
import { type Reading, sayIssue, sayMessage, sayReply } from './reading.ts';
import { isKnownItem } from './records.ts';
import { sayUserText } from './say-text.ts';
import { sayPlanIn } from './turns.ts';
import { isTwin, written } from './twins.ts';

/** What the model saw or said. */
export function parseResponseItem(reading: Reading, type: string, payload: RawObject, value: RawObject): void {
  switch (type) {
    case 'message':
      parseMessage(reading, payload);
      return;
    case 'reasoning':
      parseReasoning(reading, payload);
      return;
    case 'agent_message':
      sayMessage(reading, 'system', 'notice', messageText(payload));
      return;
    case 'function_call':
    case 'custom_tool_call':
    case 'local_shell_call':
    case 'web_search_call':
    case 'tool_search_call':
    case 'image_generation_call':
      sayCall(reading, type, payload);
      return;
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'tool_search_output':
      sayOutput(reading, payload);
      return;
    default:
      if (!isKnownItem(type)) sayIssue(reading, 'unknown-record', `response_item/${type}`, value);
  }
}

function parseMessage(reading: Reading, payload: RawObject): void {
  const message = messageText(payload);
  const role = name(payload, 'role');
  if (role === 'user') {
    sayUserText(reading, message, written.responseItem, payload);
    return;
  }
  if (role !== 'assistant') {
    sayMessage(reading, 'system', 'context', message);
    return;
  }
  if (!isTwin(reading, eventParts(message), written.responseItem)) sayReply(reading, message);
  sayPlanIn(reading, message);
}

/** Reasoning shows its summary; what is only stored encrypted is shown as withheld. */
function parseReasoning(reading: Reading, payload: RawObject): void {
  const parts = [...textsOf(payload, 'summary'), ...textsOf(payload, 'content')];
  const isWithheld = parts.length === 0 && (text(payload, 'encrypted_content') ?? '') !== '';
  if (parts.length === 0 && !isWithheld && list(payload, 'summary').length === 0) return;
  if (parts.length > 0 && isTwin(reading, parts, written.responseItem)) return;
  sayReply(reading, '');
}
