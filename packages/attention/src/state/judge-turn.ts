import type { ToolKind } from '@belfry/core';
import { says, speakers, toIso } from './evidence.ts';
import type { Knowledge, OpenCall } from './knowledge.ts';
import type { Surroundings } from './surroundings.ts';
import type { Thresholds } from './thresholds.ts';
import { answer, type Verdict } from './verdict.ts';

/** In the middle of a turn: work, or a silence that means something. */
export function judgeTurn(known: Knowledge, turnSince: number, around: Surroundings, limits: Thresholds): Verdict {
  const since = turnSince;
  const quietFrom = Math.min(Math.max(known.lastAt, around.listeningSince), around.now);
  const dues: number[] = [];
  /** Whether the silence has lasted so long; when not, it is asked again then. */
  const isQuiet = (forMs: number): boolean => {
    if (around.now >= quietFrom + forMs) return true;
    dues.push(quietFrom + forMs);
    return false;
  };
  const verdict =
    judgePane(known, isQuiet, limits) ??
    judgeSilence(known, around, isQuiet, limits) ??
    answer('working', since, certaintyOf(known, isQuiet, limits), [workEvidence(known, since)]);
  return dues.length === 0 ? verdict : { ...verdict, dueAt: Math.min(...dues) };
}

type IsQuiet = (forMs: number) => boolean;

function judgePane({ pane, lastAt }: Knowledge, isQuiet: IsQuiet, limits: Thresholds): Verdict | undefined {
  if (pane === undefined || pane.at < lastAt) return undefined;
  if (pane.shows === 'prompt' && isQuiet(limits.paneMs)) {
    return answer('idle', pane.at, 'likely', [
      says('pane', 'pane-prompt', pane.at, 'Its terminal shows an empty prompt.'),
    ]);
  }
  if (pane.shows !== 'shell' || !isQuiet(limits.paneMs)) return undefined;
  return answer('ended', pane.at, 'likely', [says('pane', 'pane-shell', pane.at, 'Its terminal shows a shell.')]);
}

function judgeSilence(
  known: Knowledge,
  around: Surroundings,
  isQuiet: IsQuiet,
  limits: Thresholds,
): Verdict | undefined {
  const { calls, lastAt } = known;
  if (around.subagents.working > 0) return undefined;
  if (known.pane?.shows === 'working' && known.pane.at >= lastAt) return undefined;
  const isInCall = calls.length > 0;
  if (isQuiet(limits.forgottenMs)) {
    const text = 'Nothing was heard of it for hours, and its turn never ended.';
    return answer('unknown', lastAt, 'guess', [says('transcript', 'quiet', lastAt, text)]);
  }
  if (isInCall) {
    const hidden = judgeOpenCall(known, isQuiet, limits);
    if (hidden !== undefined) return hidden;
  } else if (isLastWord(known) && isQuiet(limits.lastWordsMs)) {
    return answer('idle', known.lastWordsAt ?? lastAt, 'likely', [
      says(
        'transcript',
        'last-word',
        known.lastWordsAt ?? lastAt,
        'It has said something, and nothing came after that.',
      ),
    ]);
  }
  if (!isQuiet(isInCall ? limits.stalledInCallMs : limits.stalledMs)) return undefined;
  const text = isInCall ? 'A call has had no answer for long.' : 'Its turn goes on, but nothing was heard of it.';
  return answer('stalled', lastAt, 'likely', [says('transcript', 'quiet', lastAt, text)]);
}

/** Agents that say when their turns end are silent only while they work. */
function isLastWord({ lastWordsAt, marksEnds, hookAt }: Knowledge): boolean {
  return lastWordsAt !== undefined && !marksEnds && hookAt === undefined;
}

const quickKinds: ReadonlySet<ToolKind> = new Set(['edit', 'write']);
/** Nobody is asked before these. */
const freeKinds: ReadonlySet<ToolKind> = new Set(['subagent', 'plan', 'question', 'skill']);
/** Modes in which no permission is asked, or a refusal comes by itself. */
const freeModes = /^(?:bypassPermissions|dontAsk|never\/|auto$)/;

/** A permission prompt stands in no transcript: without a hook to tell, an open call may be one. */
function judgeOpenCall(known: Knowledge, isQuiet: IsQuiet, limits: Thresholds): Verdict | undefined {
  const { calls, hookAt, permissionMode, process, lastAt } = known;
  if (hookAt !== undefined || (process?.children ?? 0) > 0 || freeModes.test(permissionMode ?? '')) return undefined;
  const suspects = calls.filter(({ kind }) => !freeKinds.has(kind));
  const quick = suspects.find(({ kind }) => quickKinds.has(kind));
  if (quick !== undefined && isQuiet(limits.quickCallMs)) return probably(quick);
  const [slow] = suspects;
  if (slow === undefined || !isQuiet(limits.slowCallMs)) return undefined;
  const text = `${slow.name} has had no answer: it runs long, or waits for a permission. Hooks would tell.`;
  return answer('unknown', lastAt, 'guess', [says('transcript', 'open-call', slow.at, text)]);
}

function probably({ name, summary, callId, at }: OpenCall): Verdict {
  const text = `${name} takes a moment once it is allowed, and has had no answer: probably it waits for a permission.`;
  const questions = [{ text: `${name}: ${summary}`, choices: [], multiple: false }];
  return answer('needs-permission', at, 'likely', [says('transcript', 'open-call', at, text)], {
    question: { kind: 'permission', callId, tool: name, summary, questions, askedAt: toIso(at) },
  });
}

function certaintyOf({ hookAt }: Knowledge, isQuiet: IsQuiet, limits: Thresholds): 'certain' | 'likely' {
  return hookAt === undefined && isQuiet(limits.slowCallMs) ? 'likely' : 'certain';
}

function workEvidence({ calls, turnSource = 'transcript', retryAt }: Knowledge, since: number) {
  const [call] = calls;
  if (call !== undefined) return says(call.source, 'call-open', call.at, `${call.name} has no answer yet.`);
  if (retryAt !== undefined)
    return says('transcript', 'asks-again', retryAt, 'Its provider failed, and is asked again.');
  return says(turnSource, 'turn-begun', since, `${speakers[turnSource]} says that a turn goes on.`);
}
