import { name, object, type RawObject, timeMs } from '../raw-fields.ts';
import { isProgressType } from './known-kinds.ts';
import { parseAssistant } from './parse-assistant.ts';
import { parseUser } from './parse-user.ts';
import { keep, kept, nothingKnown } from './state.ts';
import { addIssue, learnEnvelope, type Step } from './step.ts';
import { subagentRecord } from './subagent-record.ts';
import { linkChild, toChild } from './subagents.ts';

export function parseProgress(step: Step): void {
  learnEnvelope(step);
  const data = object(step.value, 'data');
  const type = name(data, 'type') ?? 'none';
  if (data !== undefined && type === 'agent_progress') parseAgentProgress(step, data);
  else if (!isProgressType(type)) addIssue(step, 'unknown-record', `progress:${type}`);
}

/**
 * Progress of a running subagent repeats its records. They belong to the subagent's session and are read as they would
 * be in its own file, under the same keys, so that messages and tokens are right whether that file is there or not.
 */
export function parseAgentProgress(step: Step, data: RawObject): void {
  const agent = name(data, 'agentId');
  if (agent === undefined) return;
  const child = toChild(step, agent);
  linkOnce(step, agent, child);
  const record = subagentRecord(data);
  const id = name(record, 'uuid');
  if (record === undefined || id === undefined) return;
  knowChild(step, child);
  const inner: Step = { ...step, value: record, id, session: child, at: timeMs(record, 'timestamp') };
  if (name(record, 'type') === 'assistant') parseAssistant(inner);
  else parseUser(inner);
  step.state = inner.state;
}

function linkOnce(step: Step, agent: string, child: string): void {
  const callId = name(step.value, 'parentToolUseID');
  if (callId === undefined || step.state.agents.includes(agent)) return;
  step.state = { ...step.state, agents: keep(step.state.agents, agent, kept.agents) };
  const task = step.state.tasks.find((open) => open.callId === callId);
  linkChild(step, child, task ?? { callId });
}

/** What is known of the subagent is kept apart from what is known of its parent. */
function knowChild(step: Step, child: string): void {
  const { sides } = step.state;
  if (sides.some(({ session }) => session === child)) return;
  const side = { id: (sides.at(-1)?.id ?? 0) + 1, session: child, known: nothingKnown };
  step.state = { ...step.state, sides: keep(sides, side, kept.sides) };
}
