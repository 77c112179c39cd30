import type { Fact, MessageFact, ToolCallFact, ToolResultFact, TurnFact } from '@belfry/core';
import type { Knowledge } from './knowledge.ts';
import { beginTurn, closeCall, endTurn, isStale, noteProgress, openCall } from './turn.ts';

/** What a record of its transcript adds to what is known of a session. `now` stands for a time it does not tell. */
export function takeFact(known: Knowledge, fact: Fact, now: number): Knowledge {
  switch (fact.type) {
    case 'session':
      return fact.patch.permissionMode === undefined ? known : { ...known, permissionMode: fact.patch.permissionMode };
    case 'message':
      return fact.inherited ? known : takeMessage(known, fact, fact.at ?? now);
    case 'tool-call':
      return takeCall(known, fact, fact.at ?? now);
    case 'tool-result':
      return takeResult(known, fact, fact.at ?? now);
    case 'turn':
      return takeTurn(known, fact, fact.at ?? now);
    default:
      return known;
  }
}

function takeMessage(known: Knowledge, fact: MessageFact, at: number): Knowledge {
  if (isStale(known, at)) return known;
  switch (fact.variant) {
    case 'prompt':
      return noteHuman(beginTurn(known, at, 'transcript'), at);
    case 'queued':
      return noteHuman(noteProgress(known, at, 'transcript'), at);
    case 'reply': {
      const worked = noteProgress(known, at, 'transcript');
      return fact.preview === '' ? worked : { ...worked, lastWordsAt: at };
    }
    case 'command':
      return noteHuman(known, at);
    case 'error':
      return known.turnSince === undefined ? known : { ...noteProgress(known, at, 'transcript'), retryAt: at };
    case 'compaction':
    case 'summary':
      // Calls that stood before it get no answer any more.
      return known.turnSince === undefined ? known : { ...noteProgress(known, at, 'transcript'), calls: [] };
    default:
      return known.turnSince === undefined ? known : noteProgress(known, at, 'transcript');
  }
}

function noteHuman(known: Knowledge, at: number): Knowledge {
  return known.parentId === undefined ? { ...known, humanAt: at } : known;
}

function takeCall(known: Knowledge, fact: ToolCallFact, at: number): Knowledge {
  if (isStale(known, at)) return known;
  const { callId, name, kind, summary, asks } = fact;
  return openCall(noteProgress(known, at, 'transcript'), {
    callId,
    name,
    kind,
    summary,
    at,
    source: 'transcript',
    ...(asks === undefined ? {} : { asks }),
  });
}

function takeResult(known: Knowledge, fact: ToolResultFact, at: number): Knowledge {
  const worked = isStale(known, at) ? known : noteProgress(known, at, 'transcript');
  if (!fact.answers) return worked;
  const asked = worked.calls.some(({ callId, asks }) => callId === fact.callId && asks !== undefined);
  const answered = closeCall(worked, fact.callId, undefined);
  return asked ? noteHuman(answered, at) : answered;
}

function takeTurn(known: Knowledge, fact: TurnFact, at: number): Knowledge {
  const { mark, asks, failure } = fact;
  switch (mark) {
    case 'started':
      return { ...beginTurn(known, at, 'transcript'), marksEnds: true };
    case 'asks':
      return asks === undefined ? known : { ...noteProgress(known, at, 'transcript'), asks };
    default:
      return endTurn(known, {
        at,
        how: mark,
        source: 'transcript',
        ...(asks === undefined ? {} : { asks }),
        ...(failure === undefined ? {} : { failure }),
      });
  }
}
