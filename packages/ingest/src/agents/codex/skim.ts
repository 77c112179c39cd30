import type { Parsed, RawRecord, UsageSkim } from '../../agent.ts';
import { name, object } from '../raw-fields.ts';
import { parseRecord } from './parse.ts';
import { openEnvelope } from './records.ts';
import type { CodexState } from './state.ts';

/** Requests stand in counters; what names and prices them in what opens a turn and in settings. */
export const skimCodex: UsageSkim<CodexState> = {
  // Names of records, from a character on that is rare in text: a search looks for the first one of what it seeks.
  marks: ['_count"', '_usage_record"', '_context"', '_started"', '_settings_applied"'],
  // First lines of ancestors count until something was said.
  isSettled: ({ file, named, items }) => file === 'rollout' && named && items > 0,
  parse: skimRecord,
};

function skimRecord(state: CodexState, record: RawRecord): Parsed<CodexState> | undefined {
  if (isNamedByPlace(record)) return undefined;
  const parsed = parseRecord(state, record);
  // Whether its first counters are the parent's hangs on what was said before them.
  if (parsed.state.byReference) return undefined;
  for (const fact of parsed.facts) if (fact.type === 'request') delete fact.messageKey;
  return parsed;
}

/** A request that only its place among all records of its turn can name. */
function isNamedByPlace({ value }: RawRecord): boolean {
  const envelope = openEnvelope(value);
  return (
    envelope.family === 'token_usage_record' &&
    object(envelope.payload, 'thread_token_usage') === undefined &&
    name(envelope.payload, 'response_id') === undefined
  );
}
