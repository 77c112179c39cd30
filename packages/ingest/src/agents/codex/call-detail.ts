import { name, type RawObject } from '../raw-fields.ts';
import { readChanges } from './file-changes.ts';
import { diffTouches } from './file-touches.ts';
import { isFailed, sayResult } from './parse-tool.ts';
import type { Reading } from './reading.ts';
import { exitCodeOf } from './tool-output.ts';

/** A finished command. One the user ran from the prompt has no call and stands in a message instead. */
export function sayExit(reading: Reading, callId: string, payload: RawObject): void {
  if (name(payload, 'source') === 'user_shell') return;
  const code = exitCodeOf(payload);
  const isError = (code !== undefined && code !== 0) || isFailed(payload);
  const outcome = code !== undefined && code !== 0 ? `exit ${code}` : isError ? 'failed' : '';
  sayResult(reading, callId, { isError, outcome, outputBytes: 0, answers: false });
}

/** A patch with the diffs it made; the call need not point to its own text any more. */
export function sayPatch(reading: Reading, callId: string, payload: RawObject): void {
  const { state } = reading;
  const diffs = readChanges(payload.changes);
  const isError = isFailed(payload);
  const said = diffs.length > 0 && !isError;
  if (said) state.patches = state.patches.filter((pending) => pending.callId !== callId);
  sayResult(reading, callId, {
    isError,
    outcome: isError ? 'failed' : '',
    outputBytes: 0,
    answers: false,
    ...(said && {
      added: diffs.reduce((sum, file) => sum + file.added, 0),
      removed: diffs.reduce((sum, file) => sum + file.removed, 0),
      files: diffTouches(diffs, state.cwd),
    }),
  });
}
