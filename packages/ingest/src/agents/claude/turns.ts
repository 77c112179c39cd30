import type { TurnFact } from '@belfry/core';
import { type Asks, endingQuestion, toAskedQuestions, toPlanAsks } from '../asked.ts';
import { isObject, list, name, object, preview, text } from '../raw-fields.ts';
import type { RawBlock } from './records.ts';
import { isInherited, type Step } from './step.ts';
import { isAgentId, toChild } from './subagents.ts';
import { element } from './wrappers.ts';

function addTurn(step: Step, mark: TurnFact['mark'], more: Pick<TurnFact, 'failure' | 'asks'> = {}): void {
  if (isInherited(step)) return;
  const at = step.at === undefined ? {} : { at: step.at };
  step.facts.push({ type: 'turn', session: step.session, span: step.span, mark, ...at, ...more });
}

/** Why the model stopped when it has nothing more to do. */
const lastStops: ReadonlySet<string> = new Set(['end_turn', 'stop_sequence', 'max_tokens', 'refusal']);

/** A reply that ends its turn. Its thinking is a record of its own, with the same reason, before the words. */
export function noteReplyEnd(step: Step, blocks: readonly RawBlock[]): void {
  if (step.value.isApiErrorMessage === true) {
    const words = wordsOf(blocks);
    addTurn(step, 'failed', { failure: { kind: failureKind(step, words), text: preview(words) } });
    return;
  }
  const stop = name(object(step.value, 'message'), 'stop_reason');
  if (stop === undefined || !lastStops.has(stop)) return;
  if (blocks.length > 0 && blocks.every(({ type }) => type === 'thinking' || type === 'redacted_thinking')) return;
  const asks = endingQuestion(wordsOf(blocks));
  addTurn(step, 'ended', asks === undefined ? {} : { asks });
}

function wordsOf(blocks: readonly RawBlock[]): string {
  return blocks.flatMap(({ type, value }) => (type === 'text' ? [text(value, 'text') ?? ''] : [])).join('\n');
}

function failureKind(step: Step, words: string): NonNullable<TurnFact['failure']>['kind'] {
  const error = name(step.value, 'error') ?? '';
  const isLimit =
    error.includes('rate_limit') || /\b429\b|usage limit|limit reached|hit your .{0,20}limit/i.test(words);
  return isLimit ? 'rate-limit' : 'api';
}

/** The agent's own word that a turn is over. Hooks that run at its end may send the model back to work. */
export function noteTurnSummary(step: Step, subtype: string): void {
  const isRefused = list(step.value, 'hookErrors').length > 0;
  if (subtype === 'turn_duration' || (subtype === 'stop_hook_summary' && !isRefused)) addTurn(step, 'ended');
}

/** A notification says that a background agent is done; its own file may not be read, or have no last word. */
export function noteTaskEnd(step: Step, notification: string): void {
  if (!notification.startsWith('<task-notification>') || isInherited(step)) return;
  const agent = element(notification, 'task-id');
  if (agent === undefined || !isAgentId(agent) || element(notification, 'status') === undefined) return;
  const at = step.at === undefined ? {} : { at: step.at };
  step.facts.push({ type: 'turn', session: toChild(step, agent), span: step.span, mark: 'ended', ...at });
}

export function noteInterrupt(step: Step, told: string): void {
  if (told.startsWith('[Request interrupted by user')) addTurn(step, 'interrupted');
}

/** What a call asks of the user, for the tools that do nothing else. */
export function callAsks(tool: string, input: unknown): Asks | undefined {
  if (!isObject(input)) return undefined;
  if (tool === 'AskUserQuestion') return { kind: 'choice', questions: toAskedQuestions(list(input, 'questions')) };
  return tool === 'ExitPlanMode' ? toPlanAsks(text(input, 'plan') ?? '') : undefined;
}
