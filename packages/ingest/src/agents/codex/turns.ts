import type { TurnFact } from '@belfry/core';
import { type Asks, endingQuestion, toAskedQuestions, toPlanAsks } from '../asked.ts';
import { list, name, preview, type RawObject, text } from '../raw-fields.ts';
import { turnError } from './event-notice.ts';
import type { Reading } from './reading.ts';

function sayTurn(reading: Reading, mark: TurnFact['mark'], more: Pick<TurnFact, 'failure' | 'asks'> = {}): void {
  if (reading.inherited) return;
  const { session, turn } = reading.state;
  reading.facts.push({
    type: 'turn',
    session,
    span: reading.span,
    mark,
    ...(reading.at !== undefined && { at: reading.at }),
    ...(turn !== '' && { turn }),
    ...more,
  });
}

export function sayTurnStarted(reading: Reading): void {
  sayTurn(reading, 'started');
}

/** `task_complete`: with the last words of the turn, unless a plan was all of them. */
export function sayTurnEnded(reading: Reading, payload: RawObject): void {
  const error = turnError(payload);
  if (error !== '') {
    sayTurnFailed(reading, error);
    return;
  }
  const asks = endingQuestion(text(payload, 'last_agent_message') ?? '');
  sayTurn(reading, 'ended', asks === undefined ? {} : { asks });
}

export function sayTurnInterrupted(reading: Reading): void {
  sayTurn(reading, 'interrupted');
}

export function sayTurnFailed(reading: Reading, error: string): void {
  const isLimit = /usage limit|rate limit|\b429\b|quota/i.test(error);
  sayTurn(reading, 'failed', { failure: { kind: isLimit ? 'rate-limit' : 'api', text: preview(error) } });
}

/** A plan its user is to decide on: the turn ends with it. */
export function sayPlan(reading: Reading, plan: string): void {
  sayTurn(reading, 'asks', { asks: toPlanAsks(plan) });
}

const planTag = /<proposed_plan>([\s\S]*?)(?:<\/proposed_plan>|$)/;

/** Versions that write a plan only as words of the model put it between tags. */
export function sayPlanIn(reading: Reading, words: string): void {
  const plan = words.includes('<proposed_plan>') ? planTag.exec(words)?.[1] : undefined;
  if (plan !== undefined) sayPlan(reading, plan);
}

/** What a call asks of the user, for the tools that do nothing else. */
export function callAsks(tool: string, input: RawObject | string): Asks | undefined {
  if (typeof input === 'string') return undefined;
  if (tool === 'request_user_input') return { kind: 'choice', questions: toAskedQuestions(list(input, 'questions')) };
  if (tool !== 'request_permissions') return undefined;
  const reason = preview(name(input, 'reason') ?? '');
  return { kind: 'permission', questions: [{ text: reason, choices: [], multiple: false }] };
}
