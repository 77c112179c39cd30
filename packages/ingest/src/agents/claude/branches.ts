import { name } from '../raw-fields.ts';
import { keep, kept } from './state.ts';
import type { Step } from './step.ts';
import { textHash } from './text-hash.ts';

/** Stands for the missing parent of a conversation's first record. */
const noParent = 0;

function parentHash(step: Step): number {
  const parent = name(step.value, 'parentUuid');
  return parent === undefined ? noParent : textHash(parent);
}

/**
 * Notes a record that opens a turn. A second one with the same parent means that the user went back to that
 * point: what stands between the two is on a branch the conversation left.
 */
export function rememberPrompt(step: Step, isTyped: boolean): void {
  const parent = parentHash(step);
  const uuid = textHash(step.id);
  const { prompts } = step.state;
  if (prompts.some((prompt) => prompt[1] === uuid)) return;
  const earlier = prompts.findIndex((prompt) => prompt[0] === parent);
  const left = isTyped && earlier >= 0 ? prompts[earlier] : undefined;
  if (left !== undefined) {
    step.facts.push({
      type: 'abandon',
      session: step.session,
      span: step.span,
      from: left[2],
      to: step.span.offset,
    });
  }
  const before = left === undefined ? prompts : prompts.slice(0, earlier);
  step.state = { ...step.state, prompts: keep(before, [parent, uuid, step.span.offset], kept.prompts) };
}

/** After a compaction the chain starts anew without the user having gone back. */
export function forgetRoots(step: Step): void {
  const { prompts } = step.state;
  if (!prompts.some((prompt) => prompt[0] === noParent)) return;
  step.state = {
    ...step.state,
    prompts: prompts.map(([parent, uuid, offset]) => [parent === noParent ? -1 : parent, uuid, offset] as const),
  };
}

export function rememberReply(step: Step, key: string): void {
  const { state } = step;
  const offset = state.reply?.[0] === key ? state.reply[1] : step.span.offset;
  const replies = keep(state.replies, [step.id, offset] as const, kept.replies);
  step.state = { ...state, replies, reply: [key, offset] };
}

/** The record names others it takes the place of: replies that were broken off and asked for again. */
export function supersede(step: Step, uuids: readonly unknown[]): void {
  for (const uuid of uuids) {
    const from = step.state.replies.find((reply) => reply[0] === uuid)?.[1];
    if (from === undefined || from >= step.span.offset || from === step.state.reply?.[1]) continue;
    step.facts.push({ type: 'abandon', session: step.session, span: step.span, from, to: from + 1 });
  }
}
