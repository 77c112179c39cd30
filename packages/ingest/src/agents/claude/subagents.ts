import { name, preview, type RawObject, text } from '../raw-fields.ts';
import { keep, kept, type OpenTask } from './state.ts';
import { addPatch, type Step } from './step.ts';
import { textHash } from './text-hash.ts';
import { element } from './wrappers.ts';

/** Native id of a subagent's session; all subagents of a main session are named below it, nested ones too. */
export function toChild(step: Step, agent: string): string {
  const root = step.state.place.file === 'agent' ? step.main.slice(0, step.main.lastIndexOf('/')) : step.main;
  return `${root}/${agent}`;
}

/** Remembers a call that may spawn a subagent until it is answered. */
export function openTask(step: Step, callId: string, input: RawObject | undefined): void {
  const agentType = name(input, 'subagent_type');
  const description = name(input, 'description');
  const task: OpenTask = {
    session: step.session,
    callId,
    prompt: textHash(text(input, 'prompt') ?? ''),
    ...(agentType === undefined ? {} : { agentType: preview(agentType) }),
    ...(description === undefined ? {} : { description: preview(description) }),
  };
  step.state = { ...step.state, tasks: keep(step.state.tasks, task, kept.tasks) };
}

/** The open call that gave this prompt; it is taken off the list, so that equal prompts go to equal calls in turn. */
export function takeTask(step: Step, prompt: string): OpenTask | undefined {
  const hash = textHash(prompt);
  const task = step.state.tasks.find((open) => open.prompt === hash);
  if (task !== undefined) step.state = { ...step.state, tasks: step.state.tasks.filter((open) => open !== task) };
  return task;
}

/** A call that spawned a subagent; `session` is that of the call when it is not the record's own. */
interface Spawn {
  callId: string;
  session?: string;
  agentType?: string | undefined;
  description?: string | undefined;
}

/** Says which call spawned a subagent, and what the call says about it. */
export function linkChild(step: Step, child: string, spawn: Spawn): void {
  const { callId, session = step.session, agentType, description } = spawn;
  step.facts.push({ type: 'link', session, span: step.span, callId, child });
  addPatch(
    step,
    {
      parent: { session: child.slice(0, child.lastIndexOf('/')), relation: 'subagent' },
      ...(agentType === undefined ? {} : { agentType: preview(agentType) }),
      ...(description === undefined ? {} : { description: preview(description) }),
    },
    child,
  );
}

/** A call's answer may name the subagent it started, or the workflow run. */
export function closeTask(step: Step, callId: string, details: RawObject | undefined): void {
  const task = step.state.tasks.find((open) => open.callId === callId);
  if (task !== undefined) step.state = { ...step.state, tasks: step.state.tasks.filter((open) => open !== task) };
  const agent = name(details, 'agentId') ?? name(details, 'runId');
  if (agent === undefined) return;
  linkChild(step, toChild(step, agent), {
    callId,
    agentType: task?.agentType ?? name(details, 'agentType'),
    description: task?.description ?? name(details, 'description') ?? name(details, 'summary'),
  });
}

/** Ids of subagents, unlike those of background shells and workflows. */
const agentId = /^a[0-9a-f]{6,20}$/;
export const isAgentId = (id: string): boolean => agentId.test(id);

/** The notification of a background agent that finished names agent and call. */
export function linkNotified(step: Step, notification: string): void {
  const agent = element(notification, 'task-id');
  const callId = element(notification, 'tool-use-id');
  if (agent === undefined || callId === undefined || callId === '' || !isAgentId(agent)) return;
  step.facts.push({ type: 'link', session: step.session, span: step.span, callId, child: toChild(step, agent) });
}
