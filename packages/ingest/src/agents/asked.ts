import type { AskedQuestion, ToolCallFact } from '@belfry/core';
import { isObject, list, name, preview, type RawObject, text } from './raw-fields.ts';

/** What a call or the end of a turn asks of its user. */
export type Asks = NonNullable<ToolCallFact['asks']>;

/** How many questions, and choices of one, are told. */
const maxQuestions = 8;
const maxChoices = 16;

/** A list of questions with options, as the agents' own tools for asking take it. */
export function toAskedQuestions(questions: readonly unknown[]): AskedQuestion[] {
  return questions.filter(isObject).slice(0, maxQuestions).map(toAskedQuestion);
}

function toAskedQuestion(question: RawObject): AskedQuestion {
  const header = name(question, 'header');
  return {
    text: preview(text(question, 'question') ?? ''),
    ...(header === undefined ? {} : { header: preview(header) }),
    choices: list(question, 'options').slice(0, maxChoices).flatMap(toChoice),
    multiple: question.multiSelect === true,
  };
}

function toChoice(option: unknown): AskedQuestion['choices'] {
  if (typeof option === 'string') return [{ label: preview(option) }];
  if (!isObject(option)) return [];
  const label = name(option, 'label');
  const description = name(option, 'description');
  if (label === undefined) return [];
  return [{ label: preview(label), ...(description === undefined ? {} : { description: preview(description) }) }];
}

export function toPlanAsks(plan: string): Asks {
  const [first = ''] = plan.split('\n').filter((line) => line.trim() !== '');
  return { kind: 'plan', questions: [{ text: preview(first), choices: [], multiple: false }] };
}

const listItem = /^\s*(?:\d{1,2}[.)]|[-*•]|\(?[A-Ha-h][.)])\s+(.+)$/;
/** What may stand behind the question mark. */
const decoration = /[\s*_"'”’)\]`]+$/;
/** Only the end of a text tells whether it asks. */
const lookedAtChars = 4_000;

/** The question that words end with, also when the list of its answers stands behind it; `undefined` for a statement. */
export function endingQuestion(words: string): Asks | undefined {
  const lines = words
    .slice(-lookedAtChars)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const choices: string[] = [];
  for (let item = listItem.exec(lines.at(-1) ?? ''); item !== null; item = listItem.exec(lines.at(-1) ?? '')) {
    if (isQuestion(item[1] ?? '') || choices.length === maxChoices) break;
    choices.unshift(item[1] ?? '');
    lines.pop();
  }
  const last = lines.at(-1);
  if (last === undefined || !isQuestion(last)) return undefined;
  const asked = { text: preview(last), choices: choices.map((label) => ({ label: preview(label) })), multiple: false };
  return { kind: 'reply', questions: [asked] };
}

function isQuestion(line: string): boolean {
  const bare = line.replace(decoration, '');
  return bare.endsWith('?') || bare.endsWith('？');
}
