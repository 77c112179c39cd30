import type { MessageView } from '@belfry/core';

/** A stretch of the little tower beside a prompt: work by its length, failures and compactions at their place. */
export interface TurnMark {
  kind: 'work' | 'failure' | 'cut';
  weight: number;
}

/** A prompt and what followed until the next one. */
export interface Turn {
  /** Key of the prompt's message. */
  key: string;
  at: string | undefined;
  preview: string;
  calls: number;
  failures: number;
  spentMs: number;
  marks: TurnMark[];
}

/** The turns of a stretch of transcript; what stands before its first prompt belongs to none. */
export function toTurns(messages: readonly MessageView[]): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const isPrompt = message.variant === 'prompt' || message.variant === 'queued';
    if (isPrompt && !message.superseded && !message.abandoned) {
      const { key, at, preview } = message;
      turns.push({ key, at, preview, calls: 0, failures: 0, spentMs: 0, marks: [] });
      continue;
    }
    const turn = turns.at(-1);
    if (turn !== undefined) addTo(turn, message);
  }
  return turns;
}

function addTo(turn: Turn, message: MessageView): void {
  if (message.variant === 'compaction') turn.marks.push({ kind: 'cut', weight: 0 });
  else addWork(turn);
  for (const call of message.calls) {
    turn.calls += 1;
    if (call.status === 'error') {
      turn.failures += 1;
      turn.marks.push({ kind: 'failure', weight: 0 });
    }
  }
  const end = message.calls.at(-1)?.finishedAt ?? message.at;
  if (turn.at !== undefined && end !== undefined) {
    turn.spentMs = Math.max(turn.spentMs, Date.parse(end) - Date.parse(turn.at));
  }
}

function addWork(turn: Turn): void {
  const last = turn.marks.at(-1);
  if (last?.kind === 'work') last.weight += 1;
  else turn.marks.push({ kind: 'work', weight: 1 });
}
