import { name } from '../raw-fields.ts';
import { messageBlocks } from './records.ts';
import { keep, kept, nothingKnown, type Side } from './state.ts';
import { addPatch, type Step } from './step.ts';
import { linkChild, takeTask, toChild } from './subagents.ts';
import { textHash } from './text-hash.ts';
import { messageText } from './user-variant.ts';

/**
 * Gives a sidechain record inside the main file its own session, named by the agent id or else by the chain's
 * first record, and links the chain to the call whose prompt it begins with.
 */
export function enterSidechain(step: Step): void {
  const agent = name(step.value, 'agentId');
  const parent = name(step.value, 'parentUuid');
  const parentHash = parent === undefined ? undefined : textHash(parent);
  const parentSide = step.state.sideLinks.find((link) => link[0] === parentHash)?.[1];
  const child = agent === undefined ? undefined : toChild(step, agent);
  const side = step.state.sides.find(({ id, session }) =>
    child === undefined ? id === parentSide : session === child,
  );
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
  const task = takeTask(step, messageText(messageBlocks(step.value)));
  if (task === undefined) addPatch(step, { parent: { session: step.main, relation: 'subagent' } }, side.session);
  else linkChild(step, side.session, task);
  return side;
}
