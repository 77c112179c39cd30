import type { Parsed, RawRecord } from '../../agent.ts';
import { count, type RawObject, text, timeMs } from '../raw-fields.ts';
import { compactionNotice } from './event-notice.ts';
import { isInherited, notePause } from './fork.ts';
import { parseDocument } from './parse-document.ts';
import { parseEvent } from './parse-event.ts';
import { parseResponseItem } from './parse-response-item.ts';
import { parseSessionMeta } from './parse-session-meta.ts';
import { parseSidecar } from './parse-sidecar.ts';
import { parseTurnContext } from './parse-turn.ts';
import { parseUsageRecord } from './parse-usage.ts';
import { type Reading, sayIssue, sayMessage } from './reading.ts';
import { recordKey } from './record-key.ts';
import { type Envelope, openEnvelope } from './records.ts';
import type { CodexState } from './state.ts';
import { isTwin, written } from './twins.ts';

/** Facts of one record. Pure: the state that comes in is never changed. */
export function parseRecord(before: CodexState, record: RawRecord): Parsed<CodexState> {
  const { value } = record;
  const state: CodexState = { ...before, records: before.records + 1 };
  const at = timeMs(value, 'timestamp');
  const reading: Reading = {
    state,
    span: { offset: record.offset, length: record.length },
    at,
    record: '',
    inherited: false,
    facts: [],
    issues: [],
  };
  if (state.file === 'index' || state.file === 'history') return parseSidecar(reading, value);
  if (state.file === 'document') parseDocument(reading, value);
  else parseLine(reading, value);
  if (at !== undefined) state.at = at;
  const parsed: Parsed<CodexState> = { state, facts: reading.facts, issues: reading.issues, session: state.session };
  if (reading.at !== undefined) parsed.at = reading.at;
  return parsed;
}

function parseLine(reading: Reading, value: RawObject): void {
  const { state } = reading;
  const envelope = openEnvelope(value);
  countRecord(state, envelope, text(value, 'timestamp') ?? '');
  notePause(state, state.at, reading.at);
  reading.record = recordKey(state);
  reading.inherited = isInherited(state, count(value, 'ordinal'));
  switch (envelope.family) {
    case 'ignored':
      return;
    case 'unknown':
      sayIssue(reading, 'unknown-record', envelope.type, value);
      return;
    case 'misshapen':
      sayIssue(reading, 'wrong-shape', envelope.reason, value);
      return;
    default:
      parsePayload(reading, envelope.family, envelope.type, envelope.payload, value);
      return;
  }
}

function parsePayload(
  reading: Reading,
  family: Exclude<Envelope['family'], 'ignored' | 'unknown' | 'misshapen'>,
  type: string,
  payload: RawObject,
  value: RawObject,
): void {
  switch (family) {
    case 'session_meta':
      parseSessionMeta(reading, payload);
      return;
    case 'turn_context':
      parseTurnContext(reading, payload, count(value, 'ordinal'));
      return;
    case 'response_item':
      parseResponseItem(reading, type, payload, value);
      return;
    case 'event_msg':
      parseEvent(reading, type, payload, value);
      return;
    case 'compacted':
      parseCompacted(reading, payload);
      return;
    case 'token_usage_record':
      parseUsageRecord(reading, payload);
      return;
    case 'inter_agent_communication':
      sayMessage(reading, 'system', 'notice', text(payload, 'content') ?? '');
      return;
    case 'inter_agent_communication_metadata':
    case 'sampling_boundary':
    case 'tool_manifest':
    case 'world_state':
      return;
  }
}

/** The boundary of a compaction; with the summary it left when there is one. History it repeats is not read again. */
function parseCompacted(reading: Reading, payload: RawObject): void {
  const summary = text(payload, 'message') ?? '';
  isTwin(reading, ['compaction'], written.responseItem);
  if (summary.trim() === '') sayMessage(reading, 'system', 'compaction', compactionNotice);
  else sayMessage(reading, 'system', 'summary', summary);
}

/** Families whose records say nothing that needs an identity; versions differ in how often they write them. */
const uncounted: ReadonlySet<string> = new Set(['session_meta', 'turn_context', 'token_usage_record', 'world_state']);

function countRecord(state: CodexState, envelope: Envelope, stamp: string): void {
  state.sameStamp = stamp === state.stamp ? state.sameStamp + 1 : 0;
  state.stamp = stamp;
  if (uncounted.has(envelope.family)) return;
  if (envelope.family === 'event_msg' && envelope.type === 'token_count') return;
  state.items += 1;
  state.inTurn += 1;
}
