import type { MessageHead, MessageView } from '@belfry/core';

/** A stretch of the little tower beside a prompt: work by its length, failures and compactions at their place. */
export interface TurnMark {
  kind: 'work' | 'failure' | 'cut';
  weight: number;
}

/** What followed a prompt until the next one. */
export interface TurnWork {
  calls: number;
  failures: number;
  spentMs: number;
  marks: TurnMark[];
}

/** A prompt as a chapter; `work` only where all of the turn has been read. */
export interface Turn {
  /** Key of the prompt's message. */
  key: string;
  at: string | undefined;
  preview: string;
  work: TurnWork | undefined;
}

const isPrompt = (message: MessageHead) => message.variant === 'prompt' || message.variant === 'queued';

/**
 * The chapters of a session: every prompt on its present course, with the work of those turns that lie
 * inside the window. `isAtEnd` says that the window reaches the end, so that its last turn is whole.
 */
export function toTurns(prompts: readonly MessageHead[], window: readonly MessageView[], isAtEnd: boolean): Turn[] {
  const works = worksIn(window, isAtEnd);
  return prompts
    .filter((prompt) => !prompt.superseded && !prompt.abandoned)
    .map(({ key, at, preview }) => ({ key, at, preview, work: works.get(key) }));
}

function worksIn(window: readonly MessageView[], isAtEnd: boolean): Map<string, TurnWork> {
  const works = new Map<string, TurnWork>();
  let head: MessageView | undefined;
  for (const message of window) {
    if (isPrompt(message)) {
      head = message;
      works.set(message.key, { calls: 0, failures: 0, spentMs: 0, marks: [] });
    } else if (head !== undefined) addTo(works.get(head.key), head, message);
  }
  if (head !== undefined && !isAtEnd) works.delete(head.key);
  return works;
}

function addTo(work: TurnWork | undefined, head: MessageView, message: MessageView): void {
  if (work === undefined) return;
  if (message.variant === 'compaction') work.marks.push({ kind: 'cut', weight: 0 });
  else addWork(work);
  for (const call of message.calls) {
    work.calls += 1;
    if (call.status !== 'error') continue;
    work.failures += 1;
    work.marks.push({ kind: 'failure', weight: 0 });
  }
  const end = message.calls.at(-1)?.finishedAt ?? message.at;
  if (head.at !== undefined && end !== undefined) {
    work.spentMs = Math.max(work.spentMs, Date.parse(end) - Date.parse(head.at));
  }
}

function addWork(work: TurnWork): void {
  const last = work.marks.at(-1);
  if (last?.kind === 'work') last.weight += 1;
  else work.marks.push({ kind: 'work', weight: 1 });
}
