import type { Parsed } from '../../agent.ts';
import { name, type RawObject, text } from '../raw-fields.ts';
import { type Reading, sayIssue, saySession } from './reading.ts';
import type { CodexState } from './state.ts';

/**
 * `session_index.jsonl` names threads, the last line of a thread wins. `history.jsonl` repeats prompts that the
 * rollouts hold; its bytes are kept, nothing is read from it.
 */
export function parseSidecar(reading: Reading, value: RawObject): Parsed<CodexState> {
  const { state, facts, issues } = reading;
  const id = name(value, state.file === 'index' ? 'id' : 'session_id');
  const said = text(value, state.file === 'index' ? 'thread_name' : 'text');
  if (id === undefined || said === undefined) sayIssue(reading, 'unknown-record', `${state.file} line`, value);
  else if (state.file === 'index') saySession(reading, { title: { source: 'agent', text: said } }, id);
  return { state, facts, issues };
}
