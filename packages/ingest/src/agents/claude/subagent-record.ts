import { name, object, type RawObject } from '../raw-fields.ts';
import { contentBlocks } from './records.ts';

/**
 * The record of a subagent that a progress record of its parent repeats, with the texts the agent said before it: some
 * versions give those in `normalizedMessages` only. `undefined` when it repeats none.
 */
export function subagentRecord(data: RawObject | undefined): RawObject | undefined {
  const record = object(data, 'message');
  const message = object(record, 'message');
  if (record === undefined || message === undefined) return undefined;
  const said = name(record, 'type') === 'assistant' ? textsBefore(data, record) : [];
  if (said.length === 0) return record;
  const own = contentBlocks(message.content).map(({ value }) => value);
  return { ...record, message: { ...message, content: [...said, ...own] } };
}

/** Content of the records that stand right before the repeated one, belong to the same reply and call nothing. */
function textsBefore(data: RawObject | undefined, record: RawObject): RawObject[] {
  const list = Array.isArray(data?.normalizedMessages) ? (data.normalizedMessages as unknown[]) : [];
  const reply = name(object(record, 'message'), 'id');
  const texts: RawObject[] = [];
  for (const entry of list.toReversed()) {
    const other = object({ entry }, 'entry');
    if (name(other, 'uuid') === name(record, 'uuid')) continue;
    const message = object(other, 'message');
    const blocks = contentBlocks(message?.content);
    const isText = blocks.every(({ type }) => type === 'text' || type === 'thinking');
    if (reply === undefined || name(message, 'id') !== reply || !isText) break;
    texts.unshift(...blocks.map(({ value }) => value));
  }
  return texts;
}
