import { text } from '../../raw-fields.ts';
import type { RawBlock } from '../records.ts';
import { createTally } from './tally.ts';

/** Calls by distinct id, results as they come. */
export function createToolCounts() {
  const calls = new Set<string>();
  const answered = new Set<string>();
  const byName = createTally();
  let toolResults = 0;
  let toolErrors = 0;

  return {
    addCalls(blocks: readonly RawBlock[]): void {
      for (const { type, value } of blocks) {
        const id = type === 'tool_use' ? text(value, 'id') : undefined;
        if (id === undefined || calls.has(id)) continue;
        calls.add(id);
        byName.add(text(value, 'name') ?? 'null');
      }
    },
    addResults(results: readonly RawBlock[]): void {
      for (const { value } of results) {
        toolResults++;
        if (value.is_error === true) toolErrors++;
        const id = text(value, 'tool_use_id');
        if (id !== undefined) answered.add(id);
      }
    },
    report() {
      return {
        toolCalls: calls.size,
        toolCallsByName: byName.sorted(),
        toolResults,
        toolErrors,
        callsWithoutResult: [...calls].filter((id) => !answered.has(id)).length,
        resultsWithoutCall: [...answered].filter((id) => !calls.has(id)).length,
      };
    },
  };
}
