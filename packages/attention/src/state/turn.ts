import type { EvidenceSource } from '@belfry/core';
import type { Knowledge, Leave, OpenCall, TurnEnd } from './knowledge.ts';

/** Clocks of an agent and of its hooks may differ by a moment. */
const sameMomentMs = 2_000;

/** Said of a time that is over: read again, or late. */
export function isStale(known: Knowledge, at: number): boolean {
  if (known.left !== undefined && at <= known.left.at + sameMomentMs) return true;
  if (known.turnSince !== undefined) return at < known.turnSince;
  return known.end !== undefined && at <= known.end.at;
}

/** A sign of work; it begins a turn when none goes on. */
export function noteProgress(known: Knowledge, at: number, source: EvidenceSource): Knowledge {
  if (isStale(known, at)) return known;
  const open = known.turnSince === undefined ? beginTurn(known, at, source) : known;
  return { ...open, lastAt: Math.max(open.lastAt, at) };
}

/**
 * Somebody or something set the agent to work; what the turn before left open is given up. A hook may have told of the
 * new turn what comes after its first record, which is read later.
 */
export function beginTurn(known: Knowledge, at: number, source: EvidenceSource): Knowledge {
  if (isStale(known, at)) return known;
  const { end: _e, left: _l, prompt, asks: _a, lastWordsAt: _w, retryAt: _r, background: _b, ...rest } = known;
  return {
    ...rest,
    ...(prompt === undefined || prompt.at <= at ? {} : { prompt }),
    turnSince: at,
    turnSource: source,
    calls: known.calls.filter((call) => call.at > at),
    lastAt: Math.max(known.lastAt, at),
  };
}

export function endTurn(known: Knowledge, end: TurnEnd): Knowledge {
  if (known.turnSince === undefined)
    return known.end === undefined ? closed(known, end) : mergeEnd(known, known.end, end);
  if (end.at < known.turnSince) return known;
  return closed(known, end);
}

/** The end of one turn is told more than once, by hook and transcript, and not always in all words. */
function mergeEnd(known: Knowledge, before: TurnEnd, end: TurnEnd): Knowledge {
  if (end.at + sameMomentMs < before.at) return known;
  const isWorse = before.how === 'ended' && end.how !== 'ended';
  const how = isWorse ? end.how : before.how;
  const failure = isWorse ? end.failure : (before.failure ?? end.failure);
  const asks = how === 'ended' ? (before.asks ?? end.asks) : undefined;
  const { asks: _a, failure: _f, ...rest } = before;
  return {
    ...known,
    end: { ...rest, how, ...(asks === undefined ? {} : { asks }), ...(failure === undefined ? {} : { failure }) },
  };
}

function closed(known: Knowledge, end: TurnEnd): Knowledge {
  const { turnSince: _t, turnSource: _s, prompt: _p, asks, lastWordsAt: _w, retryAt: _r, ...rest } = known;
  const asked = end.how === 'ended' ? (end.asks ?? asks) : undefined;
  return {
    ...rest,
    calls: [],
    lastAt: Math.max(known.lastAt, end.at),
    // Some versions tell the length of long turns only: that is no word about the others.
    marksEnds: known.marksEnds || (end.source === 'transcript' && end.at === known.lastWordsAt),
    end: asked === undefined ? end : { ...end, asks: asked },
  };
}

/** The agent has left; nothing of it is open any more. */
export function leave(known: Knowledge, left: Omit<Leave, 'midTurn'>): Knowledge {
  if (known.left !== undefined) return known;
  const midTurn = known.turnSince !== undefined;
  const { turnSince: _t, turnSource: _s, prompt: _p, asks: _a, lastWordsAt: _w, pane: _n, ...rest } = known;
  return { ...rest, calls: [], left: { ...left, midTurn } };
}

/** Its agent is there again, at its prompt. */
export function comeBack(known: Knowledge, at: number): Knowledge {
  if (known.left === undefined || at < known.left.at) return known;
  const { left, ...rest } = known;
  return { ...rest, end: { at: left.at, how: 'ended', source: 'process', backAt: at } };
}

export function openCall(known: Knowledge, call: OpenCall): Knowledge {
  const { lastWordsAt: _, ...rest } = known;
  const twin = known.calls.find(({ callId }) => callId === call.callId);
  if (twin === undefined) return { ...rest, calls: [...known.calls, call] };
  if (twin.asks !== undefined || call.asks === undefined) return rest;
  return { ...rest, calls: known.calls.map((open) => (open === twin ? { ...open, asks: call.asks as never } : open)) };
}

/** A call has an answer: by its id, or the oldest of its tool where no id was told. */
export function closeCall(known: Knowledge, callId: string | undefined, tool: string | undefined): Knowledge {
  const answered = known.calls.find((call) => (callId === undefined ? call.name === tool : call.callId === callId));
  const calls = known.calls.filter((call) => call !== answered);
  const { prompt } = known;
  const isAnswered =
    prompt !== undefined &&
    (prompt.callId === undefined
      ? prompt.tool === undefined || prompt.tool === (answered?.name ?? tool)
      : prompt.callId === (answered?.callId ?? callId));
  if (!isAnswered) return { ...known, calls };
  const { prompt: _, ...rest } = known;
  return { ...rest, calls };
}
