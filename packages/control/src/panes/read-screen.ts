import type { AskedQuestion, PaneFact } from '@belfry/core';

/** What a screen tells. */
export type Screen = Pick<PaneFact, 'shows' | 'question'>;

/** Lines looked at from the end: agents draw what they ask and do at the bottom. */
const lookedAtLines = 30;

/** An agent shows by this line that it waits for a choice among numbered answers. */
const choiceHints: Readonly<Record<string, RegExp>> = {
  claude: /Esc to cancel/i,
  codex: /(?:enter|⏎)\s+(?:to )?(?:confirm|submit)|Press enter to confirm/i,
};
const asksForPermission: Readonly<Record<string, RegExp>> = {
  claude: /^\s*(?:Do you want to |Would you like to proceed|Claude wants to )/,
  codex: /^\s*(?:Would you like to (?:run|make|grant|send)|Do you want to (?:approve|allow))/,
};
const works: Readonly<Record<string, RegExp>> = {
  claude: /esc to interrupt/i,
  codex: /esc to interrupt/i,
};
const prompts: Readonly<Record<string, RegExp>> = {
  claude: /^\s*[│|]?\s*[❯>](?:\s|$)/,
  codex: /^\s*[›>](?:\s|$)/,
};

const choice = /^\s*[❯›>]?\s*(\d{1,2})\.\s+(\S.*?)\s*$/;
const selected = /^\s*[❯›>]\s*\d{1,2}\.\s/;
const shellPrompt = /[$#%]\s*$/;

/**
 * What the screen of an agent shows, by the words it draws at the bottom; pure. The words change with versions: what is
 * not known is `unknown`, never a guess.
 */
export function readScreen(agent: string, text: string): Screen {
  const lines = text.replace(/\s+$/, '').split('\n').slice(-lookedAtLines);
  const question = readQuestion(agent, lines);
  if (question !== undefined) {
    const heading = lines.findLast((line) => asksForPermission[agent]?.test(line))?.trim();
    if (heading === undefined) return { shows: 'question', question };
    // What is to be allowed may stand between the question and its answers.
    const text = heading === question.text ? heading : `${heading} ${question.text}`.slice(0, 240);
    return { shows: 'permission', question: { ...question, text } };
  }
  if (lines.slice(-12).some((line) => works[agent]?.test(line))) return { shows: 'working' };
  if (lines.slice(-8).some((line) => prompts[agent]?.test(line))) return { shows: 'prompt' };
  if (shellPrompt.test(lines.at(-1) ?? '')) return { shows: 'shell' };
  return { shows: 'unknown' };
}

/** Numbered answers of which one is selected, below a line that asks. */
function readQuestion(agent: string, lines: readonly string[]): AskedQuestion | undefined {
  const at = lines.findLastIndex((line) => selected.test(line));
  if (at === -1) return undefined;
  let first = at;
  while (first > 0 && numberOf(lines[first]) !== 1) first -= 1;
  if (numberOf(lines[first]) !== 1) return undefined;
  const choices: { label: string }[] = [];
  let end = first;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? '';
    const [, number, label = ''] = choice.exec(line) ?? [];
    if (number !== undefined && Number(number) === choices.length + 1) choices.push({ label });
    else if (/^\s{4,}\S/.test(line) && choices.length > 0) continueLabel(choices, line);
    else if (line.trim() !== '') break;
  }
  const isHinted = lines.slice(end).some((line) => choiceHints[agent]?.test(line));
  if (choices.length < 2 || !isHinted) return undefined;
  const asks = lines.slice(0, first).findLast((line) => line.trim() !== '');
  return { text: (asks ?? '').trim().slice(0, 240), choices, multiple: false };
}

function numberOf(line: string | undefined): number | undefined {
  const number = choice.exec(line ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}

/** A label that was wrapped. */
function continueLabel(choices: { label: string }[], line: string): void {
  const last = choices.at(-1);
  if (last !== undefined) last.label = `${last.label} ${line.trim()}`.slice(0, 240);
}
