import type { CodexState } from './state.ts';

/** Silence after which a record without any turn id cannot be part of a copy written in one go. */
const copyPauseMs = 1000;

const uuidV7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Creation time that a version 7 uuid carries, ms. */
export function uuidTimeMs(id: string): number | undefined {
  const match = uuidV7.exec(id);
  return match ? Number.parseInt(`${match[1]}${match[2]}`, 16) : undefined;
}

/**
 * Notes a turn that begins. Thread and turn ids carry their time: a turn older than the thread it stands in
 * was copied into it, and the first younger one ends the copy. Where ids carry none, the turn's own start
 * (whole seconds) says the same.
 */
export function noteTurn(state: CodexState, turn: string | undefined, startedAtMs: number | undefined): void {
  if (state.copy === 'none' || state.copy === 'over' || state.createdAt === undefined) return;
  const began = turn === undefined ? undefined : uuidTimeMs(turn);
  const isOwn =
    began !== undefined
      ? began >= state.createdAt
      : startedAtMs !== undefined
        ? startedAtMs + 1000 > state.createdAt
        : undefined;
  if (isOwn === undefined) return;
  state.copy = isOwn ? 'over' : 'copied';
  if (!isOwn) state.copiedTurns = true;
}

/** Ends the copy of a history without turn ids at its first pause: copied lines are stamped within a burst. */
export function notePause(state: CodexState, before: number | undefined, at: number | undefined): void {
  if (state.copy !== 'copied' || state.copiedTurns || before === undefined || at === undefined) return;
  if (at - before >= copyPauseMs && at >= (state.createdAt ?? 0)) state.copy = 'over';
}

/** Whether the record that follows stands in copied history. A stated fork ordinal settles it. */
export function isInherited(state: CodexState, ordinal: number | undefined): boolean {
  if (state.forkOrdinal !== undefined && ordinal !== undefined) return ordinal < state.forkOrdinal;
  return state.copy === 'copied';
}
