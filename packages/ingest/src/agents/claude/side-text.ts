import { count, isObject, list, name, object, type RawObject, text } from '../raw-fields.ts';

/** Text of a system record for the reader; headers of an API error name the organisation and are left out. */
export function systemText(record: RawObject): string | undefined {
  const content = name(record, 'content');
  switch (record.subtype) {
    case 'api_error':
      return apiErrorText(record);
    case 'compact_boundary':
    case 'microcompact_boundary':
      return boundaryText(record, content);
    case 'stop_hook_summary':
      return hookText(record);
    default:
      return content ?? name(record, 'message') ?? name(object(record, 'message'), 'content');
  }
}

function apiErrorText(record: RawObject): string {
  const error = object(record, 'error');
  const inner = object(object(error, 'error'), 'error') ?? object(error, 'error') ?? object(error, 'cause') ?? error;
  const status = count(error, 'status');
  const attempt = count(record, 'retryAttempt');
  const limit = count(record, 'maxRetries');
  const head = status === undefined ? 'API error' : `API error ${status}`;
  const told = name(inner, 'message') ?? name(inner, 'type') ?? name(inner, 'code') ?? name(error, 'message') ?? '';
  const retry = attempt === undefined ? '' : ` (attempt ${attempt}${limit === undefined ? '' : ` of ${limit}`})`;
  return `${head}${told === '' ? '' : `: ${told}`}${retry}`;
}

function boundaryText(record: RawObject, content: string | undefined): string {
  const metadata = object(record, 'compactMetadata') ?? object(record, 'microcompactMetadata');
  const before = count(metadata, 'preTokens');
  const after = count(metadata, 'postTokens');
  const saved = count(metadata, 'tokensSaved');
  const parts = [
    name(metadata, 'trigger'),
    before === undefined || after === undefined ? undefined : `${before} → ${after} tokens`,
    before === undefined || after !== undefined ? undefined : `${before} tokens before`,
    saved === undefined ? undefined : `${saved} tokens saved`,
  ].filter((part) => part !== undefined);
  const head = content ?? 'Conversation compacted';
  return parts.length === 0 ? head : `${head} (${parts.join(', ')})`;
}

/** What hooks had to say at the end of a turn; `undefined` when they kept quiet. */
function hookText(record: RawObject): string | undefined {
  const told = [...list(record, 'hookErrors'), ...list(record, 'hookAdditionalContext'), record.stopReason]
    .flatMap((entry) => (typeof entry === 'string' ? [entry] : isObject(entry) ? [anyText(entry) ?? ''] : []))
    .filter((entry) => entry !== '');
  if (told.length > 0) return told.join('\n');
  return record.preventedContinuation === true ? 'A hook prevented the agent from going on' : undefined;
}

/** Text an attachment brings for the reader; `undefined` for those that bring none. */
export function attachmentText(attachment: RawObject | undefined): string | undefined {
  if (attachment === undefined) return undefined;
  const blocking = object(attachment, 'blockingError');
  return anyText(blocking) ?? anyText(attachment);
}

function anyText(value: RawObject | undefined): string | undefined {
  if (value === undefined) return undefined;
  const lines = list(value, 'content').filter((line) => typeof line === 'string');
  if (lines.length > 0) return lines.join('\n');
  for (const key of ['content', 'message', 'text', 'blockingError', 'stderr', 'stdout', 'reason', 'error']) {
    const told = text(value, key);
    if (told !== undefined && told !== '') return told;
  }
  return undefined;
}

/** Text of a workflow journal's record: what happened to which step, and its result when that is text. */
export function journalText(record: RawObject): string {
  const label = name(record, 'label') ?? name(record, 'key') ?? name(record, 'agentId') ?? '';
  const head = `${name(record, 'type') ?? ''} ${label}`.trim();
  return [head, text(record, 'result') ?? ''].filter((part) => part !== '').join('\n\n');
}
