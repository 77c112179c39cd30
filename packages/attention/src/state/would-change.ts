import type { StateName } from '@belfry/core';
import type { Knowledge } from './knowledge.ts';

const sentences: Record<StateName, readonly string[]> = {
  working: ['The end of its turn, a question, or a long silence.'],
  'needs-permission': ['An answer: the result of the call, a refusal, or the end of the turn.'],
  'needs-answer': ['An answer, or the next prompt.'],
  idle: ['The next prompt.'],
  stalled: ['Any sign of work, or the end of its turn.'],
  failed: ['The next prompt.'],
  ended: ['That it is resumed.'],
  unknown: ['Any sign of work, or the end of its turn.'],
};

/** What would make it another state; and what would make the judgement surer. */
export function wouldChange(state: StateName, { hookAt, left }: Knowledge): string[] {
  const surer = 'Hooks of its agent, once installed, would tell for certain.';
  return [...sentences[state], ...(hookAt === undefined && left === undefined ? [surer] : [])];
}
