import { isObject, list, name, object, type RawObject, text } from '../raw-fields.ts';

export const compactionNotice = 'Context compacted';

/** Text of an event that has no twin; empty when it says nothing worth a line. */
export function eventNotice(type: string, payload: RawObject): string {
  switch (type) {
    case 'entered_review_mode':
      return `Review started${ofText(text(payload, 'user_facing_hint'))}`;
    case 'exited_review_mode':
      return object(payload, 'review_output') === undefined ? 'Review ended without a result' : 'Review finished';
    case 'model_reroute':
      return `Model changed from ${name(payload, 'from_model') ?? '?'} to ${name(payload, 'to_model') ?? '?'}`;
    case 'hook_completed':
      return hookNotice(object(payload, 'run'));
    default:
      return noticeText(payload);
  }
}

function ofText(value: string | undefined): string {
  return value === undefined || value === '' ? '' : `: ${value}`;
}

/** A hook speaks up when it did not simply pass. */
function hookNotice(run: RawObject | undefined): string {
  const status = name(run, 'status');
  const said = list(run, 'entries').flatMap((entry) => (isObject(entry) ? [text(entry, 'text') ?? ''] : []));
  if (status === undefined || (status === 'completed' && said.length === 0)) return '';
  return `Hook ${name(run, 'event_name') ?? ''} ${status}${ofText(said.join('\n'))}`.replace('  ', ' ');
}

export function noticeText(payload: RawObject): string {
  const parts = [text(payload, 'message'), text(payload, 'summary'), text(payload, 'details')];
  const details = text(payload, 'additional_details');
  if (details !== undefined && !parts.includes(details)) parts.push(details);
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}

export function abortText(payload: RawObject): string {
  return `Turn aborted: ${name(payload, 'reason') ?? 'unknown reason'}`;
}

/** Why a turn ended without an answer; empty for one that ended well. */
export function turnError(payload: RawObject): string {
  return text(object(payload, 'error'), 'message') ?? '';
}
