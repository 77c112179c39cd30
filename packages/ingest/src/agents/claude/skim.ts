import type { Parsed, RawRecord, UsageSkim } from '../../agent.ts';
import { name, object } from '../raw-fields.ts';
import { isHeaderType } from './known-kinds.ts';
import { holdsContent, locate } from './parse.ts';
import { parseAgentProgress } from './parse-progress.ts';
import { addRequest } from './request.ts';
import type { ClaudeState } from './state.ts';
import { learnEnvelope, type Step, toStep } from './step.ts';
import { syntheticModel } from './usage.ts';

/** Requests stand in replies and in the progress of subagents, both with a `usage` object. */
export const skimClaude: UsageSkim<ClaudeState> = {
  marks: ['"usage"'],
  lastMark: '"gitBranch"',
  omission: { after: '"content":[', before: '],"stop_reason"', unless: '"sessionId"' },
  // In a file whose name is no session id any record may begin another session.
  isSettled: ({ place, session, chain, known }) =>
    (place.file !== 'main' || place.main !== undefined) &&
    session !== undefined &&
    chain !== undefined &&
    known.cwd !== undefined,
  parse: skimRecord,
};

function skimRecord(state: ClaudeState, record: RawRecord): Parsed<ClaudeState> | undefined {
  const { value } = record;
  const { session, next } = locate(state, record);
  const step = toStep(next, record, session);
  if (typeof value.uuid === 'string') {
    // Which subagent a sidechain inside the main file is depends on records without usage.
    if (value.isSidechain === true && next.place.file === 'main') return undefined;
    if (next.chain === undefined) step.state = { ...next, chain: step.id };
  }
  const type = name(value, 'type') ?? '';
  if (!isHeaderType(type)) {
    const { known } = step.state;
    // Nearly every record repeats both.
    if (value.cwd !== known.cwd || value.gitBranch !== known.branch) learnEnvelope(step);
    skimRequest(step, type);
  }
  const { facts, issues, at } = step;
  return { state: step.state, facts, issues, session: step.session, ...(at === undefined ? {} : { at }) };
}

function skimRequest(step: Step, type: string): void {
  const message = object(step.value, 'message');
  const usage = object(message, 'usage');
  switch (type) {
    case 'user':
    case 'system':
    case 'attachment':
      return;
    case 'progress': {
      const data = object(step.value, 'data');
      if (data !== undefined && name(data, 'type') === 'agent_progress') parseAgentProgress(step, data);
      return;
    }
    default:
      if (usage === undefined || name(message, 'model') === syntheticModel) return;
      if (type !== 'assistant' && message?.role === 'user' && holdsContent(message)) return;
      addRequest(step, message, usage);
  }
}
