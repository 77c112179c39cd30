import { name, object, text } from '../raw-fields.ts';
import { contentBlocks } from './records.ts';
import { keep, kept, nothingKnown, type Side } from './state.ts';
import type { Step } from './step.ts';
import { linkChild, takeTask, toChild } from './subagents.ts';
import { textHash } from './text-hash.ts';

/**
 * Gives a sidechain record inside the main file its own session, named by the agent id or else by the chain's
 * first record, and links the chain to the call whose prompt it begins with.
 */
export function enterSidechain(step: Step): void {
  const agent = name(step.value, 'agentId');
  const parent = name(step.value, 'parentUuid');
  const parentHash = parent === undefined ? undefined : textHash(parent);
  const known = step.state.sideLinks.find((link) => link[0] === parentHash)?.[1];
  const side =
    agent === undefined
      ? step.state.sides.find(({ id }) => id === known)
      : step.state.sides.find(({ session }) => session === toChild(step, agent));
  const entered = side ?? openSide(step, agent ?? step.id);
  step.state = {
    ...step.state,
    sideLinks: keep(step.state.sideLinks, [textHash(step.id), entered.id] as const, kept.sideLinks),
  };
  step.session = entered.session;
}

function openSide(step: Step, key: string): Side {
  const { sides } = step.state;
  const side: Side = { id: (sides.at(-1)?.id ?? 0) + 1, session: toChild(step, key), known: nothingKnown };
  step.state = { ...step.state, sides: keep(sides, side, kept.sides) };
  const task = takeTask(step, firstText(step));
  if (task !== undefined) linkChild(step, side.session, task);
  else {
    step.facts.push({
      type: 'session',
      session: side.session,
      span: step.span,
      patch: { parent: { session: step.main, relation: 'subagent' } },
    });
  }
  return side;
}

function firstText(step: Step): string {
  const blocks = contentBlocks(object(step.value, 'message')?.content);
  return text(blocks.find(({ type }) => type === 'text')?.value, 'text') ?? '';
}
