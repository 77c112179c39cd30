import type { OpenQuestion, SessionState, StateName } from '@belfry/core';
import { background, says, speakers, toIso } from './evidence.ts';
import { judgeTurn } from './judge-turn.ts';
import type { Asks, Knowledge, TurnEnd } from './knowledge.ts';
import type { Surroundings } from './surroundings.ts';
import { thresholds as defaults } from './thresholds.ts';
import { answer, asksState, type Verdict } from './verdict.ts';
import { wouldChange } from './would-change.ts';

/** What a session does, and when that is to be judged again though nothing was heard. */
export interface Judgement {
  state: SessionState;
  dueAt?: number;
}

/** Weighs what is known of a session. Pure. */
export function judge(known: Knowledge, around: Surroundings): Judgement {
  const verdict = decide(known, around);
  const { state, since, certainty, evidence, question, failure, dueAt } = verdict;
  return {
    state: {
      sessionId: known.sessionId,
      state,
      since: toIso(since),
      certainty,
      evidence: [...evidence, ...background(known)],
      wouldChange: wouldChange(state, known),
      ...(question === undefined ? {} : { question }),
      ...(failure === undefined ? {} : { failure }),
      openCalls: known.calls.length,
      subagents: around.subagents,
      ...(known.turnSince === undefined ? {} : { turnSince: toIso(known.turnSince) }),
      ...(known.humanAt === undefined ? {} : { humanAt: toIso(known.humanAt) }),
    },
    ...(dueAt === undefined ? {} : { dueAt }),
  };
}

function decide(known: Knowledge, around: Surroundings): Verdict {
  return (
    judgeLeave(known) ??
    judgePrompt(known) ??
    judgePaneQuestion(known) ??
    judgeWaitingSubagent(around) ??
    (known.turnSince === undefined
      ? undefined
      : judgeTurn(known, known.turnSince, around, around.thresholds ?? defaults)) ??
    judgeRest(known, around)
  );
}

const leaveTexts = {
  hook: 'Its hook said that it ended.',
  process: 'Its process is gone.',
  replaced: 'Its process went on with another session.',
  parent: 'What spawned it has ended.',
  answered: 'The call that spawned it was answered.',
};

function judgeLeave({ left }: Knowledge): Verdict | undefined {
  if (left === undefined) return undefined;
  const source =
    left.how === 'hook' ? 'hook' : left.how === 'process' || left.how === 'replaced' ? 'process' : 'transcript';
  const where = left.midTurn ? ' It was in the middle of a turn.' : '';
  const sign = left.midTurn && !left.deliberate ? `left-in-turn-${left.how}` : `left-${left.how}`;
  const evidence = [says(source, sign, left.at, `${leaveTexts[left.how]}${where}`)];
  return answer('ended', left.at, 'certain', evidence);
}

/** What a hook said is asked, and calls that do nothing but ask. */
function judgePrompt({ prompt, calls }: Knowledge): Verdict | undefined {
  const call = calls.find(({ asks }) => asks !== undefined);
  const asked = prompt ?? (call?.asks === undefined ? undefined : { ...call, tool: call.name, asks: call.asks });
  if (asked === undefined) return undefined;
  const { at, asks, tool, summary, callId } = asked;
  const source = prompt === undefined ? (call?.source ?? 'transcript') : 'hook';
  const state = asksState(asks);
  const what = state === 'needs-permission' ? 'asks for permission' : 'asks its user';
  const question: OpenQuestion = {
    kind: asks.kind,
    ...(callId === undefined ? {} : { callId }),
    ...(tool === undefined ? {} : { tool }),
    ...(summary === undefined ? {} : { summary }),
    questions: asks.questions,
    askedAt: toIso(at),
  };
  const sign = state === 'needs-permission' ? 'permission-asked' : 'question-asked';
  return answer(state, at, 'certain', [says(source, sign, at, `${speakers[source]} says that it ${what}.`)], {
    question,
  });
}

function judgePaneQuestion({ pane, lastAt }: Knowledge): Verdict | undefined {
  if (pane === undefined || pane.at < lastAt || (pane.shows !== 'permission' && pane.shows !== 'question'))
    return undefined;
  const asks: Asks = {
    kind: pane.shows === 'permission' ? 'permission' : 'choice',
    questions: pane.question === undefined ? [] : [pane.question],
  };
  const evidence = [says('pane', `pane-${pane.shows}`, pane.at, 'Its terminal shows a question.')];
  const question = { ...asks, askedAt: toIso(pane.at) };
  return answer(asksState(asks), pane.at, 'likely', evidence, { question });
}

function judgeWaitingSubagent({ waiting }: Surroundings): Verdict | undefined {
  if (waiting === undefined) return undefined;
  const since = Date.parse(waiting.since);
  const [first] = waiting.evidence;
  const evidence = [
    says(
      first?.source ?? 'transcript',
      'subagent-waits',
      since,
      `Its subagent ${waiting.sessionId} waits for its user.`,
    ),
  ];
  return answer(waiting.state, since, waiting.certainty, evidence, pick(waiting.question));
}

const pick = (question: OpenQuestion | undefined) => (question === undefined ? {} : { question });

/** Between turns. */
function judgeRest(known: Knowledge, { subagents }: Surroundings): Verdict {
  const { end, bornAt, parentId } = known;
  if (subagents.working > 0) {
    const since = end?.at ?? bornAt;
    const text = `${subagents.working} of its subagents work, though its own turn is over.`;
    return answer('working', since, 'certain', [says('transcript', 'subagents-work', since, text)]);
  }
  if (end === undefined) {
    return answer('idle', bornAt, 'likely', [
      says('transcript', 'nothing-begun', bornAt, 'Nothing was asked of it yet.'),
    ]);
  }
  if (end.how === 'failed') {
    const failure = end.failure ?? { kind: 'other', text: '' };
    const text = failure.text === '' ? 'its turn failed' : `its turn failed: ${failure.text}`;
    return answer('failed', end.at, 'certain', endEvidence(end, 'turn-failed', text), { failure });
  }
  if (end.asks !== undefined) return asking(end, end.asks);
  if (end.source === 'process') {
    const since = end.backAt ?? end.at;
    return answer('idle', since, 'likely', [says('process', 'resumed', since, 'Its agent is there again.')]);
  }
  const state: StateName = parentId === undefined ? 'idle' : 'ended';
  const text = end.how === 'interrupted' ? 'its turn was interrupted' : 'its turn ended';
  return answer(state, end.at, 'certain', endEvidence(end, `turn-${end.how}`, text));
}

function asking(end: TurnEnd, asks: Asks): Verdict {
  const text = asks.kind === 'plan' ? 'its turn ended with a plan to decide on' : 'its turn ended with a question';
  const question = { kind: asks.kind, questions: asks.questions, askedAt: toIso(end.at) };
  const certainty = asks.kind === 'reply' ? 'likely' : 'certain';
  return answer(asksState(asks), end.at, certainty, endEvidence(end, 'ended-asking', text), { question });
}

function endEvidence(end: TurnEnd, sign: string, text: string) {
  return [says(end.source, sign, end.at, `${speakers[end.source]} says that ${text}.`)];
}
