import type { HookFact, TurnFailure } from '@belfry/core';
import type { Knowledge, Prompt } from './knowledge.ts';
import { beginTurn, closeCall, comeBack, endTurn, leave, noteProgress, openCall } from './turn.ts';

/** What a call of its agent's hook adds to what is known of a session. */
export function takeHook(before: Knowledge, fact: HookFact): Knowledge {
  const { at } = fact;
  const known: Knowledge = {
    ...before,
    hookAt: Math.max(before.hookAt ?? at, at),
    ...(fact.permissionMode === undefined ? {} : { permissionMode: fact.permissionMode }),
  };
  switch (fact.kind) {
    case 'session-started':
      return begun(known, fact);
    case 'session-ended':
      return leave(known, {
        at,
        how: 'hook',
        deliberate: true,
        ...(fact.reason === undefined ? {} : { reason: fact.reason }),
      });
    case 'subagent-started':
      return beginTurn(known, at, 'hook');
    case 'prompted':
      return isTyped(fact) ? { ...beginTurn(known, at, 'hook'), humanAt: at } : beginTurn(known, at, 'hook');
    case 'tool-started':
      return started(noteProgress(known, at, 'hook'), fact);
    case 'tool-finished':
    case 'permission-denied':
      return closeCall(goOn(known, at), fact.tool?.callId, fact.tool?.name);
    case 'tool-failed': {
      const failed = closeCall(goOn(known, at), fact.tool?.callId, fact.tool?.name);
      return fact.interrupted === true ? endTurn(failed, { at, how: 'interrupted', source: 'hook' }) : failed;
    }
    case 'permission-asked':
    case 'question-asked':
      return { ...noteProgress(known, at, 'hook'), prompt: promptOf(known, fact) };
    case 'idle-noticed':
      return known.prompt === undefined && known.turnSince !== undefined
        ? endTurn(known, { at, how: 'ended', source: 'hook' })
        : known;
    case 'subagent-ended':
    case 'turn-ended':
    case 'turn-failed':
      return ended(known, fact);
    case 'compact-started':
    case 'compact-ended':
      return known.turnSince === undefined ? known : noteProgress(known, at, 'hook');
    case 'other':
      return known;
  }
}

/** The end of a tool begins no turn: it may be one that ran in the background, or one of a subagent. */
function goOn(known: Knowledge, at: number): Knowledge {
  return known.turnSince === undefined && known.end !== undefined ? known : noteProgress(known, at, 'hook');
}

/** A compaction begins a session too, in the middle of a turn. */
function begun(known: Knowledge, fact: HookFact): Knowledge {
  if (fact.reason === 'compact') return known;
  const back = comeBack(known, fact.at);
  return back.turnSince === undefined ? back : endTurn(back, { at: fact.at, how: 'ended', source: 'hook' });
}

function started(known: Knowledge, fact: HookFact): Knowledge {
  const { tool, question, at } = fact;
  if (tool === undefined) return known;
  return openCall(known, {
    callId: tool.callId ?? `${tool.name}@${at}`,
    name: tool.name,
    kind: tool.kind,
    summary: tool.summary,
    at,
    source: 'hook',
    ...(question === undefined ? {} : { asks: question }),
  });
}

/** A notice of a prompt comes seconds after the request itself, and knows less. */
function promptOf({ prompt, calls }: Knowledge, fact: HookFact): Prompt {
  const { tool, question, at } = fact;
  if (prompt !== undefined && tool === undefined) return prompt;
  const call = calls.find(({ name, summary }) => name === tool?.name && summary === tool.summary);
  const callId = tool?.callId ?? call?.callId;
  const kind = fact.kind === 'question-asked' ? 'choice' : 'permission';
  const text = fact.text ?? (tool === undefined ? '' : `${tool.name}: ${tool.summary}`);
  return {
    at,
    asks: question ?? call?.asks ?? { kind, questions: [{ text, choices: [], multiple: false }] },
    ...(tool === undefined ? {} : { tool: tool.name, summary: tool.summary }),
    ...(callId === undefined ? {} : { callId }),
  };
}

function ended(known: Knowledge, fact: HookFact): Knowledge {
  const { at, question, background } = fact;
  const isFailure = fact.kind === 'turn-failed';
  const over = endTurn(known, {
    at,
    how: isFailure ? 'failed' : 'ended',
    source: 'hook',
    ...(question === undefined ? {} : { asks: question }),
    ...(isFailure ? { failure: { kind: failureKind(fact.reason), text: fact.text ?? fact.reason ?? '' } } : {}),
  });
  return background === undefined ? over : { ...over, background };
}

/** What the agent sends itself on wake-ups is no word of a person. */
function isTyped({ reason }: HookFact): boolean {
  return reason === undefined || reason === 'user';
}

function failureKind(reason: string | undefined): TurnFailure['kind'] {
  if (reason === undefined) return 'other';
  return reason.includes('rate_limit') ? 'rate-limit' : 'api';
}
