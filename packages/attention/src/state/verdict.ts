import type { Certainty, OpenQuestion, StateEvidence, StateName, TurnFailure } from '@belfry/core';
import type { Asks } from './knowledge.ts';

/** A state with its reasons, before it is written out. */
export interface Verdict {
  state: StateName;
  since: number;
  certainty: Certainty;
  evidence: StateEvidence[];
  question?: OpenQuestion;
  failure?: TurnFailure;
  /** When silence would make it another one. */
  dueAt?: number;
}

export function answer(
  state: StateName,
  since: number,
  certainty: Certainty,
  evidence: StateEvidence[],
  more: Pick<Verdict, 'question' | 'failure' | 'dueAt'> = {},
): Verdict {
  return { state, since, certainty, evidence, ...more };
}

/** A permission lets a thing be done, and so does a plan that is approved; all else wants words. */
export function asksState({ kind }: Asks): 'needs-permission' | 'needs-answer' {
  return kind === 'permission' || kind === 'plan' ? 'needs-permission' : 'needs-answer';
}
