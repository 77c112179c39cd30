import { count, name, preview, text } from '../raw-fields.ts';
import { learnTitle } from './parse-header.ts';
import { journalText } from './side-text.ts';
import { addIssue, addMessage, addPatch, type Step } from './step.ts';

/** `agent-*.meta.json`: what the parent knew when it started the subagent. */
export function parseMeta(step: Step): void {
  const { place } = step.state;
  const slash = step.main.lastIndexOf('/');
  if (place.main === undefined || slash < 0) return;
  const agentType = name(step.value, 'agentType');
  const description = name(step.value, 'description');
  addPatch(step, {
    parent: { session: parentFor(place.main, place.run), relation: 'subagent' },
    ...(agentType === undefined ? {} : { agentType: agentType }),
    ...(description === undefined ? {} : { description: preview(description) }),
  });
  const callId = name(step.value, 'toolUseId');
  // A deeper agent was called from another subagent; the file of that one names it.
  const isDirect = (count(step.value, 'spawnDepth') ?? 1) <= 1;
  if (callId === undefined || !isDirect) return;
  step.facts.push({ type: 'link', session: place.main, span: step.span, callId, child: step.main });
}

/** Session a subagent hangs on: the workflow run it belongs to, else the main session. */
export function parentFor(main: string, run: string | undefined): string {
  return run === undefined ? main : `${main}/${run}`;
}

/** `custom-title.json` beside the subagents of a session. */
export function parseTitleFile(step: Step): void {
  learnTitle(step, 'custom', text(step.value, 'customTitle'));
}

/** `journal.jsonl` of a workflow run, which is a session between the main one and its agents. */
export function parseJournal(step: Step): void {
  const { place } = step.state;
  const type = name(step.value, 'type') ?? 'none';
  if (place.main !== undefined && step.state.chain === undefined) {
    step.state = { ...step.state, chain: step.id };
    addPatch(step, { parent: { session: place.main, relation: 'subagent' }, agentType: 'workflow' });
  }
  if (type !== 'started' && type !== 'result') {
    addIssue(step, 'unknown-record', `journal:${type}`);
    return;
  }
  const key = name(step.value, 'key') ?? name(step.value, 'agentId');
  const id = key === undefined ? step.id : `${type}:${key}`;
  addMessage({ ...step, id }, { role: 'system', variant: 'notice', preview: preview(journalText(step.value)) });
}
