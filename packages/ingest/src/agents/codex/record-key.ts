import type { CodexState } from './state.ts';

/**
 * Identity of the record that `state` has just counted. It hangs on what the agent wrote, not on the place
 * in the file: the plain, archived and compressed copy of a session give the same keys, and so does, turn by
 * turn, a history copied into a fork. Item ids are no help: old versions have none, and some model servers
 * repeat theirs.
 */
export function recordKey(state: CodexState): string {
  if (state.turn !== '') return `${state.turn}:${state.inTurn}`;
  if (state.stamp !== '') return `${state.stamp}/${state.sameStamp}`;
  return `#${state.records}`;
}
