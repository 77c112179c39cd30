import type { Part } from '../../router/page.ts';
import type { Matcher } from '../find/matcher.ts';
import type { Row } from './row.ts';
import { indexOfMessage } from './rows.ts';
import type { Transcript } from './transcript.svelte.ts';

/** Words in a message or a call. */
export interface RevealTarget {
  message: string | undefined;
  call: string | undefined;
  part: Part | undefined;
  match: Matcher;
}

/** Opens something and says at which row the words then are, -1 where they cannot be. */
type Open = (transcript: Transcript) => number;

/**
 * What to open so that found words are on screen, one attempt after the other: what an edit was given is in its
 * diff, and only what is not there is in the input as it was written.
 */
export function foldsAround(target: RevealTarget): Open[] {
  const { call, message, part } = target;
  if (call === undefined) return [(transcript) => openMessage(transcript, target)];
  const parts: Part[] =
    part === 'tool-input' ? ['tool-input'] : part === 'tool-output' ? ['tool-output'] : ['tool-output', 'tool-input'];
  return parts.flatMap((each) => [
    (transcript) => openCall(transcript, call, message, each === 'tool-output'),
    (transcript) => {
      if (each === 'tool-input') transcript.folds.set(`input ${call}`, true);
      return openCall(transcript, call, message, false);
    },
  ]);
}

/** Unfolds what a call is in; -1 where the window does not hold it. */
export function openCall(
  transcript: Transcript,
  call: string,
  message: string | undefined,
  opensOutput: boolean,
): number {
  unfoldStretch(transcript, message ?? transcript.ownerOf(call));
  if (opensOutput) transcript.folds.set(`output ${call}`, true);
  const index = transcript.rows.findIndex((row) => holdsCall(row, call));
  const row = transcript.rows[index];
  if (row === undefined) return index;
  if (row.kind === 'looks') transcript.folds.set(`looks ${row.key}`, true);
  const diffs = row.kind === 'tool' ? row.use.call.results.flatMap((result) => result.diffs ?? []) : [];
  for (const [at] of diffs.entries()) transcript.folds.set(`diff ${call} ${at}`, true);
  return index;
}

function openMessage(transcript: Transcript, { message = '', part, match }: RevealTarget): number {
  unfoldStretch(transcript, message);
  const own = transcript.rows
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => row.message.key === message && (row.kind === 'thinking') === (part === 'thinking'));
  const found = own.find(({ row }) => 'text' in row && match(row.text).length > 0) ?? own[0];
  if (found === undefined) return indexOfMessage(transcript.rows, transcript.messages, message);
  transcript.folds.set(`${found.row.kind} ${found.row.key}`, true);
  return found.index;
}

/** A try that was abandoned, or a past that was rewritten, is folded as a whole. */
function unfoldStretch(transcript: Transcript, message: string): void {
  const index = indexOfMessage(transcript.rows, transcript.messages, message);
  const row = transcript.rows[index];
  if (row?.kind === 'mark' && !row.isOpen) transcript.folds.set(row.key, true);
}

function holdsCall(row: Row, call: string): boolean {
  if (row.kind === 'tool') return row.use.call.callId === call;
  return row.kind === 'looks' && row.uses.some((use) => use.call.callId === call);
}

/** Brings a range into the middle of the boxes around it that scroll on their own, such as a long output. */
export function scrollBoxTo(range: Range): void {
  const from = range.startContainer.parentElement;
  for (let box = from; box !== null && box.dataset.row === undefined; box = box.parentElement) {
    if (box.scrollHeight <= box.clientHeight + 1 || getComputedStyle(box).overflowY === 'visible') continue;
    const [inner, outer] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollTop += inner.top - outer.top - box.clientHeight / 2;
  }
}
