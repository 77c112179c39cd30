import { isObject, list, name, object, preview, type RawObject, timeMs } from '../raw-fields.ts';
import { messageText } from './message-text.ts';
import { type Reading, sayIssue, sayMessage, saySession } from './reading.ts';
import { userVariant } from './user-text.ts';

/**
 * The oldest generation: one JSON document `{session, items}` for a whole session. It is one record, so it is
 * one message, which shows all of its items.
 */
export function parseDocument(reading: Reading, value: RawObject): void {
  const { state } = reading;
  const session = object(value, 'session');
  const id = name(session, 'id');
  if (id === undefined) {
    sayIssue(reading, 'wrong-shape', 'document without session id', value);
    return;
  }
  state.session = id;
  state.named = true;
  reading.record = 'document';
  reading.at = timeMs(session, 'timestamp');
  const prompts = list(value, 'items')
    .filter(isObject)
    .filter((item) => item.role === 'user')
    .map(messageText)
    .filter((text) => userVariant(text) === 'prompt');
  const first = prompts[0] ?? '';
  sayMessage(reading, 'user', 'prompt', first);
  if (first !== '') saySession(reading, { title: { source: 'prompt', text: preview(first) } });
}
