import { type Fact, type SessionState, type SideFact, toSessionId } from '@belfry/core';
import { createDeadlines } from './deadlines.ts';
import { createFamily, type Kinship } from './family.ts';
import { isActive, isSame, isSilence } from './state/compare.ts';
import { judge } from './state/judge.ts';
import { beginKnowledge, type Knowledge } from './state/knowledge.ts';
import { takeFact } from './state/take-fact.ts';
import { takeSide } from './state/take-side.ts';
import { thresholds as defaultThresholds, type Thresholds } from './state/thresholds.ts';
import { comeBack, isStale, leave } from './state/turn.ts';

/** A session that does something else now, or for another reason. */
export interface StateChange {
  state: SessionState;
  /** Absent for a session first heard of. */
  previous?: SessionState;
}

/**
 * What all sessions do. It reads no clock: every call brings the time (ms since 1970 UTC). Work is done for sessions
 * that were spoken of and for those whose deadline came, never for all.
 */
export interface SessionStates {
  /** Facts of transcripts, in the order of their records. */
  tellFacts(agent: string, facts: readonly Fact[], now: number): StateChange[];
  /** What was heard beside transcripts. */
  tell(fact: SideFact, now: number): StateChange[];
  /** Judges what silence has changed; to be called at `nextDue`. */
  advance(now: number): StateChange[];
  nextDue(): number | undefined;
  /** As it is judged at that time; `undefined` for a session never heard of. */
  get(sessionId: string, now: number): SessionState | undefined;
  /** As last told. */
  list(): SessionState[];
  forget(sessionId: string): void;
  /** The session that spawned it, when that is known. */
  parentOf(sessionId: string): string | undefined;
  /** Since when belfry listens without a gap. */
  listeningSince(): number;
  /** What changed of all that is remembered since this was last asked, for `createSessionStates` of the next process. */
  takeChanged(): SavedSession[];
  /** How many judgements were made. */
  judgements(): number;
}

/** A session as one process leaves it to the next; plain JSON. */
export interface SavedSession {
  knowledge: Knowledge;
  /** As last told: what silence has brought about stays so. */
  told?: SessionState;
}

export interface SessionStatesOptions {
  now: number;
  /** What an earlier process remembered. */
  saved?: readonly SavedSession[];
  thresholds?: Thresholds;
}

/** A deadline missed by more than this: the machine slept, or its clock was set. */
const jumpMs = 60_000;

export function createSessionStates({
  now: startedAt,
  saved = [],
  thresholds = defaultThresholds,
}: SessionStatesOptions): SessionStates {
  const known = new Map<string, Knowledge>();
  const told = new Map<string, SessionState>();
  const changed = new Set<string>();
  const byProcess = new Map<number, string>();
  const family = createFamily();
  const deadlines = createDeadlines();
  let listeningSince = startedAt;
  let lastNow = startedAt;
  let judgements = 0;

  /** Silence counts only while belfry could have heard something. */
  function setClock(now: number): void {
    const due = deadlines.next();
    const isLate = due !== undefined && now > due + jumpMs;
    if (isLate || now < lastNow - jumpMs) listeningSince = now;
    lastNow = now;
  }

  function ensure(sessionId: string, agent: string, at: number): Knowledge {
    const there = known.get(sessionId);
    if (there !== undefined) return there;
    const parentId = family.parentOf(sessionId);
    const begun = beginKnowledge(sessionId, agent, at);
    const born = parentId === undefined ? begun : { ...begun, parentId };
    remember(sessionId, born);
    return born;
  }

  function remember(sessionId: string, knowledge: Knowledge): void {
    if (known.get(sessionId) === knowledge) return;
    known.set(sessionId, knowledge);
    changed.add(sessionId);
  }

  const parentOf = (sessionId: string) => known.get(sessionId)?.parentId ?? family.parentOf(sessionId);

  /** Files can say anything, also that two sessions spawned each other. */
  function isAncestor(sessionId: string, of: string): boolean {
    for (let one: string | undefined = of; one !== undefined; one = parentOf(one)) if (one === sessionId) return true;
    return false;
  }

  function learn(agent: string, { childId, parentId, callId }: Kinship, at: number): string {
    const child = ensure(childId, agent, at);
    if (isAncestor(childId, parentId)) return childId;
    remember(childId, { ...child, parentId, ...(callId === undefined ? {} : { parentCallId: callId }) });
    if (child.parentId !== undefined && child.parentId !== parentId) family.setActive(child.parentId, childId, false);
    return childId;
  }

  function judgeNow(sessionId: string, knowledge: Knowledge, now: number) {
    judgements += 1;
    const subagents = { working: 0, waiting: 0 };
    let waiting: SessionState | undefined;
    for (const childId of family.activeChildren(sessionId)) {
      const child = told.get(childId);
      if (child?.state === 'working') subagents.working += 1;
      if (child?.state !== 'needs-permission' && child?.state !== 'needs-answer') continue;
      subagents.waiting += 1;
      waiting ??= child;
    }
    // A silence that was told of goes on, though nobody listened for a while.
    const wasSilent = isSilence(told.get(sessionId));
    const around = { now, listeningSince: wasSilent ? 0 : listeningSince, subagents, thresholds };
    return judge(knowledge, waiting === undefined ? around : { ...around, waiting });
  }

  /** Judges sessions, and their parents after them. */
  function settle(touched: Iterable<string>, now: number): StateChange[] {
    const changes: StateChange[] = [];
    const queue = new Set(touched);
    for (const sessionId of queue) {
      const knowledge = known.get(sessionId);
      if (knowledge === undefined) continue;
      queue.delete(sessionId);
      const { state, dueAt } = judgeNow(sessionId, knowledge, now);
      deadlines.set(sessionId, dueAt);
      const previous = told.get(sessionId);
      if (previous !== undefined && isSame(previous, state)) continue;
      told.set(sessionId, state);
      changed.add(sessionId);
      changes.push(previous === undefined ? { state } : { state, previous });
      const { parentId } = knowledge;
      if (parentId === undefined) continue;
      family.setActive(parentId, sessionId, isActive(state));
      if (known.has(parentId)) queue.add(parentId);
    }
    return changes;
  }

  /** Subagents end with what they were spawned for. */
  function dismissChildren(sessionId: string, before: Knowledge, after: Knowledge): string[] {
    const hasLeft = after.left !== undefined && before.left === undefined;
    const isInterrupted = after.end?.how === 'interrupted' && after.end !== before.end;
    const closed = before.calls.filter((call) => !after.calls.some(({ callId }) => callId === call.callId));
    if (!hasLeft && closed.length === 0) return [];
    const dismissed: string[] = [];
    for (const childId of family.activeChildren(sessionId)) {
      const child = known.get(childId);
      const isAnswered = closed.some(({ callId }) => callId === child?.parentCallId);
      if (child === undefined || !(hasLeft || isAnswered)) continue;
      const at = after.left?.at ?? after.end?.at ?? after.lastAt;
      const how = hasLeft || isInterrupted ? 'parent' : 'answered';
      remember(childId, leave(child, { at: Math.max(at, child.bornAt), how, deliberate: true }));
      dismissed.push(childId);
    }
    return dismissed;
  }

  function put(sessionId: string, before: Knowledge, after: Knowledge): string[] {
    remember(sessionId, after);
    return [sessionId, ...dismissChildren(sessionId, before, after)];
  }

  /** A process works on one session: what it worked on before is over. */
  function bindProcess(fact: SideFact, sessionId: string): string[] {
    if (fact.type !== 'process') return [];
    if (fact.what === 'gone') {
      byProcess.delete(fact.pid);
      return [];
    }
    const other = byProcess.get(fact.pid);
    byProcess.set(fact.pid, sessionId);
    const left = other === undefined || other === sessionId ? undefined : known.get(other);
    if (other === undefined || left === undefined) return [];
    return put(other, left, leave(left, { at: fact.at, how: 'replaced', deliberate: true }));
  }

  /** Subagents share the process of their parent. */
  function speakerOf(fact: SideFact): string {
    let sessionId = toSessionId(fact.agent, fact.session);
    if (fact.type !== 'process') return sessionId;
    for (let parent = parentOf(sessionId); parent !== undefined; parent = parentOf(sessionId)) sessionId = parent;
    return sessionId;
  }

  for (const { knowledge, told: last } of saved) {
    known.set(knowledge.sessionId, knowledge);
    if (last !== undefined) told.set(knowledge.sessionId, last);
    if (knowledge.parentId !== undefined) {
      family.setActive(knowledge.parentId, knowledge.sessionId, last !== undefined && isActive(last));
    }
    if (knowledge.process !== undefined) byProcess.set(knowledge.process.pid, knowledge.sessionId);
  }
  // Who rests needs no look; the others are judged at the first advance, and what changed is told.
  for (const [sessionId, state] of told) if (isActive(state)) deadlines.set(sessionId, startedAt);

  return {
    tellFacts(agent, facts, now) {
      setClock(now);
      const changes: StateChange[] = [];
      let touched = new Set<string>();
      facts.forEach((fact, index) => {
        const sessionId = toSessionId(agent, fact.session);
        const at = 'at' in fact && fact.at !== undefined ? fact.at : now;
        const kinship = family.learn(agent, fact);
        if (kinship !== undefined) touched.add(learn(agent, kinship, at));
        const there = ensure(sessionId, agent, at);
        const before = takeFirst(there, fact, at);
        if (before !== there || isWholeTurn(before, fact)) {
          remember(sessionId, before);
          changes.push(...settle([...touched, sessionId], now));
        }
        for (const id of put(sessionId, before, takeFact(before, fact, now))) touched.add(id);
        if (isOfSameRecord(fact, facts[index + 1])) return;
        changes.push(...settle(touched, now));
        touched = new Set();
      });
      return changes;
    },
    tell(fact, now) {
      setClock(now);
      const sessionId = speakerOf(fact);
      const before = ensure(sessionId, fact.agent, fact.at);
      const replaced = bindProcess(fact, sessionId);
      return settle([...replaced, ...put(sessionId, before, takeSide(before, fact))], now);
    },
    advance(now) {
      setClock(now);
      return settle(deadlines.take(now), now);
    },
    nextDue: () => deadlines.next(),
    get(sessionId, now) {
      const knowledge = known.get(sessionId);
      return knowledge === undefined ? undefined : judgeNow(sessionId, knowledge, now).state;
    },
    list: () => [...told.values()],
    forget(sessionId) {
      const parentId = known.get(sessionId)?.parentId;
      if (parentId !== undefined) family.setActive(parentId, sessionId, false);
      known.delete(sessionId);
      changed.delete(sessionId);
      told.delete(sessionId);
      deadlines.set(sessionId, undefined);
    },
    parentOf,
    listeningSince: () => listeningSince,
    takeChanged() {
      const saved = [...changed].flatMap((sessionId): SavedSession[] => {
        const knowledge = known.get(sessionId);
        const last = told.get(sessionId);
        if (knowledge === undefined) return [];
        return [last === undefined ? { knowledge } : { knowledge, told: last }];
      });
      changed.clear();
      return saved;
    },
    judgements: () => judgements,
  };
}

/** A session that is resumed is there before it works. */
function takeFirst(known: Knowledge, fact: Fact, at: number): Knowledge {
  const isWork =
    fact.type === 'message' || fact.type === 'tool-call' || (fact.type === 'turn' && fact.mark === 'started');
  return isWork && known.left !== undefined && !isStale(known, at) ? comeBack(known, at) : known;
}

/** A record may hold a turn as a whole: that there was work is told, too. */
function isWholeTurn(known: Knowledge, fact: Fact): boolean {
  return fact.type === 'turn' && fact.mark !== 'started' && known.turnSince !== undefined;
}

function isOfSameRecord(fact: Fact, next: Fact | undefined): boolean {
  return next !== undefined && next.span.offset === fact.span.offset && next.span.length === fact.span.length;
}
