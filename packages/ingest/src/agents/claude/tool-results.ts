import { name, type RawObject } from '../raw-fields.ts';
import { resultText } from './content.ts';
import { countLines } from './diff.ts';
import { resultTouches } from './file-touches.ts';
import { addIssue, knownOf, type Step } from './step.ts';
import { toOutcome } from './tool-outcome.ts';

/** One result of a call. `details` is the tool's own account (`toolUseResult`), if it is about this result. */
export function addResult(step: Step, block: RawObject, details: RawObject | undefined): void {
  const callId = name(block, 'tool_use_id');
  if (callId === undefined) {
    addIssue(step, 'wrong-shape', 'tool result without the id of its call');
    return;
  }
  const output = resultText(block);
  const isError = block.is_error === true;
  const lines = details === undefined || isError ? undefined : countLines(details);
  const files = details === undefined || lines === undefined ? [] : resultTouches(details, lines, knownOf(step).cwd);
  step.facts.push({
    type: 'tool-result',
    session: step.session,
    span: step.span,
    callId,
    record: step.id,
    isError,
    outcome: toOutcome(output, isError, details, step.value),
    ...(step.at === undefined ? {} : { at: step.at }),
    ...(lines === undefined ? {} : lines),
    outputBytes: Buffer.byteLength(output),
    answers: true,
    ...(files.length === 0 ? {} : { files }),
  });
}
