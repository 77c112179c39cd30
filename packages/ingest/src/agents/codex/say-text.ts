import { preview, type RawObject } from '../raw-fields.ts';
import { compactionNotice, eventNotice } from './event-notice.ts';
import { openUserTurn } from './parse-turn.ts';
import { type Reading, sayMessage, sayReply, saySession } from './reading.ts';
import { isTwin, type Written, written } from './twins.ts';
import { userVariant } from './user-text.ts';

/** A user-role text of either family: what a person typed, or what the agent put in their mouth. */
export function sayUserText(reading: Reading, message: string, way: Written, payload?: RawObject): void {
  const variant = userVariant(message, payload);
  if (variant === 'prompt') {
    if (reading.state.review) sayReviewOrder(reading, message, way);
    else if (!isTwin(reading, [message], way)) sayPrompt(reading, message);
    return;
  }
  const isAbort = variant === 'notice' && message.trimStart().startsWith('<turn_aborted>');
  if (isAbort && isTwin(reading, ['aborted'], written.responseItem)) return;
  const isSystem = variant === 'notice' || variant === 'summary';
  sayMessage(reading, isSystem ? 'system' : 'user', variant, message);
}

function sayPrompt(reading: Reading, message: string): void {
  const { state } = reading;
  const isQueued = state.worked && state.turn !== '';
  openUserTurn(reading);
  sayMessage(reading, 'user', isQueued ? 'queued' : 'prompt', message);
  if (state.titled || reading.inherited) return;
  const title = preview(message);
  if (title === '') return;
  state.titled = true;
  saySession(reading, { title: { source: 'prompt', text: title } });
}

/** The reviewer is told what to do in the user's name, at times twice. */
function sayReviewOrder(reading: Reading, message: string, way: Written): void {
  if (!isTwin(reading, [message], way, true)) sayMessage(reading, 'user', 'context', message);
}

/** A text the model said, unless a response item says it too. */
export function sayReplyText(reading: Reading, message: string, way: Written): void {
  if (message.trim() === '' || isTwin(reading, [message], way)) return;
  sayReply(reading, message);
}

/** A summary of reasoning, unless a response item holds it too. */
export function sayThought(reading: Reading, parts: readonly string[], way: Written): void {
  const texts = parts.filter((part) => part.trim() !== '');
  if (texts.length === 0 || isTwin(reading, texts, way)) return;
  sayReply(reading, '');
}

export function sayCompaction(reading: Reading, way: Written): void {
  if (isTwin(reading, ['compaction'], way)) return;
  sayMessage(reading, 'system', 'compaction', compactionNotice);
}

/** Review mode begins or ends; what it found follows as a message. */
export function sayReview(
  reading: Reading,
  type: 'entered_review_mode' | 'exited_review_mode',
  payload: RawObject,
): void {
  reading.state.review = type === 'entered_review_mode';
  sayMessage(reading, 'system', 'notice', eventNotice(type, payload));
}
