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
  if (state.file === 'index') {
    const id = name(value, 'id');
    const title = text(value, 'thread_name');
    if (id === undefined || title === undefined)
      sayIssue(reading, 'wrong-shape', 'index line without id or name', value);
    else saySession(reading, { title: { source: 'agent', text: title } }, id);
  }
  return { state, facts, issues };
}
