import type { MessageRow } from '../tables/messages.ts';
import { type BatchContext, comparePasts, takesOver } from './batch-context.ts';
import { type Elsewhere, type ForeignSpan, filledFields, type Past } from './elsewhere.ts';
import type { RecordSpan } from './spans.ts';

/** A message with its records: those of its own past, and what other pasts add. */
export interface FoldedMessage {
  row: MessageRow;
  spans: RecordSpan[];
  elsewhere: Elsewhere;
}

/**
 * Adds a record to a message and says whether that changed it. `found` is the row the record alone would make.
 *
 * The best past that holds any record of the message is its own; each record is read from the best past that
 * holds it, and a value is that of the best past that tells one. Hence nothing depends on the order of reading,
 * and a file in which a reply was cut hides nothing that another copy of it still has.
 */
export function foldRecord(
  context: BatchContext,
  native: string,
  message: FoldedMessage,
  found: MessageRow,
  span: RecordSpan,
): boolean {
  const own = pastOf(message.row);
  if (own.sourceId === context.source.id && own.generation === context.generation) return addOwn(message, found, span);
  if (takesOver(context, native, own)) return moveHere(message, found, span);
  return addForeign(context, native, message, found, span);
}

/** Best past first, each in its own order: as they are read and stored. */
export function sortForeign(context: BatchContext, native: string, spans: ForeignSpan[]): void {
  spans.sort((a, b) => comparePasts(context, native, a, b) || a.offset - b.offset);
}

/** One more record of the message's own past: first values stay, missing ones are filled. */
function addOwn({ row, spans, elsewhere }: FoldedMessage, found: MessageRow, span: RecordSpan): boolean {
  if (spans.some(({ record }) => record === span.record)) return false;
  spans.push(span);
  elsewhere.spans = without(elsewhere.spans, span.record);
  for (const field of filledFields) {
    if (isEmpty(found[field]) || !(isEmpty(row[field]) || elsewhere.from[field])) continue;
    Object.assign(row, { [field]: found[field] });
    delete elsewhere.from[field];
  }
  return true;
}

/** A better past holds the message too: it becomes the message's own. */
function moveHere(message: FoldedMessage, found: MessageRow, span: RecordSpan): boolean {
  const { row, spans, elsewhere } = message;
  const own = pastOf(row);
  const from: Elsewhere['from'] = {};
  for (const field of filledFields) {
    if (!isEmpty(found[field]) || isEmpty(row[field])) continue;
    Object.assign(found, { [field]: row[field] });
    from[field] = elsewhere.from[field] ?? own;
  }
  const left = [...spans.map((one) => ({ ...one, ...own })), ...elsewhere.spans];
  message.elsewhere = { spans: without(left, span.record), from };
  message.spans = [span];
  message.row = found;
  return true;
}

/** A record from a lesser past stands where no better one holds it. */
function addForeign(
  context: BatchContext,
  native: string,
  { row, spans, elsewhere }: FoldedMessage,
  found: MessageRow,
  span: RecordSpan,
): boolean {
  let changed = false;
  const here = pastOf(found);
  const known = elsewhere.spans.find(({ record }) => record === span.record);
  const isOwn = spans.some(({ record }) => record === span.record);
  if (!isOwn && (known === undefined || takesOver(context, native, known))) {
    elsewhere.spans = [...without(elsewhere.spans, span.record), { ...span, ...here }];
    changed = true;
  }
  for (const field of filledFields) {
    const origin = elsewhere.from[field];
    const isWanted = isEmpty(row[field]) || (origin !== undefined && takesOver(context, native, origin));
    if (!isWanted || isEmpty(found[field])) continue;
    Object.assign(row, { [field]: found[field] });
    elsewhere.from[field] = here;
    changed = true;
  }
  return changed;
}

function pastOf({ source_id, generation }: MessageRow): Past {
  return { sourceId: source_id, generation };
}

function without(spans: readonly ForeignSpan[], record: number): ForeignSpan[] {
  return spans.filter((span) => span.record !== record);
}

function isEmpty(value: string | number | null): boolean {
  return value === null || value === '';
}
