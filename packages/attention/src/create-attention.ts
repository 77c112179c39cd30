import type { SessionState } from '@belfry/core';
import { type AlertChange, createAlertBook, type Subject } from './alerts/alert-book.ts';
import type { Attention, AttentionChange, AttentionOptions } from './attention.ts';
import { createDeadlines } from './deadlines.ts';
import { rules as allRules } from './rules/registry.ts';
import type { Findings, Rule, RuleTime } from './rules/rule.ts';
import { createSessionStates, type StateChange } from './session-states.ts';
import { beginWatch, type SessionWatch, watchFact, watchSide, watchView } from './watch/session-watch.ts';
import { emptyWorld, type WorldWatch, watchQuota } from './watch/world-watch.ts';

/** The subject of rules about everything. */
const world: Subject = {};

export function createAttention(options: AttentionOptions): Attention {
  const { saved } = options;
  const states = createSessionStates({
    now: options.now,
    ...(saved === undefined ? {} : { saved: saved.sessions }),
    ...(options.thresholds === undefined ? {} : { thresholds: options.thresholds }),
  });
  const watches = new Map((saved?.watches ?? []).map((watch) => [watch.sessionId, watch]));
  const deadlines = createDeadlines();
  let rules = toRules(options.rules);
  const book = createAlertBook((id) => rules.find((rule) => rule.id === id), saved?.alerts);
  let worldWatch = saved?.world ?? emptyWorld;
  let mutes = saved?.mutes ?? [];
  const unsaved = { watches: new Set<string>(), subjects: new Set<string>(), world: false, mutes: false };
  let ruleRuns = 0;
  book.setMutes(mutes, options.now);
  book.setHush(options, options.now);

  function setWatch(sessionId: string, watch: SessionWatch): void {
    if (watches.get(sessionId) === watch) return;
    watches.set(sessionId, watch);
    unsaved.watches.add(sessionId);
  }

  function judgeSession(sessionId: string, now: number): AlertChange[] {
    const state = states.get(sessionId, now);
    const watch = watches.get(sessionId);
    if (state === undefined || watch === undefined) return [];
    const { agent, project } = watch;
    const subject = { sessionId, agent, ...(project === undefined ? {} : { project }) };
    const isSubagent = states.parentOf(sessionId) !== undefined;
    return judgeSubject(subject, now, (rule, time) => {
      if (rule.about !== 'session') return undefined;
      const isOver = state.state === 'ended' && rule.outlivesSession !== true;
      return isOver ? 'ended' : rule.find({ watch, state, isSubagent }, rule.settings, time);
    });
  }

  const judgeWorld = (now: number) =>
    judgeSubject(world, now, (rule, time) =>
      rule.about === 'world' ? rule.find(worldWatch, rule.settings, time) : undefined,
    );

  function judgeSubject(
    subject: Subject,
    now: number,
    find: (rule: Rule, time: RuleTime) => Findings | 'ended' | undefined,
  ): AlertChange[] {
    unsaved.subjects.add(subject.sessionId ?? '');
    const changes: AlertChange[] = [];
    const dues: (number | undefined)[] = [];
    for (const rule of rules) {
      const time = { now, listeningSince: states.listeningSince(), isStanding: book.isStanding(rule.id, subject) };
      const found = rule.isOn ? find(rule, time) : { findings: [] };
      if (found === undefined) continue;
      ruleRuns += 1;
      const { findings, dueAt } = found === 'ended' ? { findings: [], dueAt: undefined } : found;
      const goneBecause = found === 'ended' ? 'ended' : rule.isOn ? 'resolved' : 'disabled';
      changes.push(...book.judge(rule, subject, findings, now, goneBecause));
      dues.push(dueAt);
    }
    dues.push(book.dueAt(subject, now));
    const next = dues.filter((due): due is number => due !== undefined && due > now);
    deadlines.set(subject.sessionId ?? '', next.length === 0 ? undefined : Math.min(...next));
    return changes;
  }

  /** States first, then the rules of every session that was touched. */
  function settle(touched: Iterable<string>, changes: readonly StateChange[], now: number): AttentionChange[] {
    const ids = new Set(touched);
    for (const { state } of changes) {
      ids.add(state.sessionId);
      if (!watches.has(state.sessionId)) setWatch(state.sessionId, beginWatch(state.sessionId, agentOf(state)));
    }
    const told = changes.map((change) => ({ type: 'state' as const, ...change }));
    return [...told, ...[...ids].flatMap((sessionId) => judgeSession(sessionId, now))];
  }

  function watchOf(sessionId: string, agent: string): SessionWatch {
    return watches.get(sessionId) ?? beginWatch(sessionId, agent);
  }

  function tellWorld(next: WorldWatch, now: number): AttentionChange[] {
    unsaved.world ||= worldWatch !== next;
    worldWatch = next;
    return judgeWorld(now);
  }

  const everyone = (now: number) => [...[...watches.keys()].flatMap((id) => judgeSession(id, now)), ...judgeWorld(now)];

  for (const { subject } of saved?.alerts ?? []) deadlines.set(subject, options.now);
  for (const watch of saved?.watches ?? []) if (watch.running.length > 0) deadlines.set(watch.sessionId, options.now);

  return {
    tellFacts(agent, facts, now) {
      const touched = new Set<string>();
      for (const fact of facts) {
        const sessionId = `${agent}:${fact.session}`;
        setWatch(sessionId, watchFact(watchOf(sessionId, agent), fact, now));
        touched.add(sessionId);
      }
      return settle(touched, states.tellFacts(agent, facts, now), now);
    },
    tell(fact, now) {
      const sessionId = `${fact.agent}:${fact.session}`;
      setWatch(sessionId, watchSide(watchOf(sessionId, fact.agent), fact));
      const changes = settle([sessionId], states.tell(fact, now), now);
      const quota = fact.type === 'status-line' ? (fact.quota ?? []) : [];
      return quota.length === 0 ? changes : [...changes, ...tellWorld(quota.reduce(watchQuota, worldWatch), now)];
    },
    tellSession(view, now) {
      setWatch(view.id, watchView(watchOf(view.id, view.agent), view));
      return judgeSession(view.id, now);
    },
    tellQuota: (sample, now) => tellWorld(watchQuota(worldWatch, sample), now),
    tellSpend: (spend, now) => tellWorld({ ...worldWatch, spend: { ...worldWatch.spend, [spend.period]: spend } }, now),
    tellExpiry: (expiry, now) =>
      tellWorld({ ...worldWatch, expiries: { ...worldWatch.expiries, [expiry.agent]: expiry } }, now),
    tellTrouble(place, trouble, now) {
      const { [place]: _, ...others } = worldWatch.troubles;
      return tellWorld(
        { ...worldWatch, troubles: trouble === undefined ? others : { ...others, [place]: trouble } },
        now,
      );
    },
    tellWorkTree(sessionId, workTree, now) {
      const watch = watches.get(sessionId);
      if (watch === undefined) return [];
      setWatch(sessionId, { ...watch, workTree });
      return judgeSession(sessionId, now);
    },
    advance(now) {
      const changes = states.advance(now);
      const due = deadlines.take(now);
      const woken = due.flatMap((subject) => book.wake(subject === '' ? world : { sessionId: subject }, now));
      const sessions = due.filter((subject) => subject !== '');
      const rest = settle(sessions, changes, now);
      return [...woken, ...rest, ...(due.includes('') ? judgeWorld(now) : [])];
    },
    nextDue() {
      const dues = [states.nextDue(), deadlines.next()].filter((due): due is number => due !== undefined);
      return dues.length === 0 ? undefined : Math.min(...dues);
    },
    state: states.get,
    states: states.list,
    alerts: book.standing,
    acknowledge(alertId, now) {
      unsaved.subjects.add(book.subjectOf(alertId) ?? '');
      return book.acknowledge(alertId, now);
    },
    snooze(alertId, until, now) {
      const changes = book.snooze(alertId, until, now);
      const subject = book.subjectOf(alertId);
      if (subject !== undefined) changes.push(...(subject === '' ? judgeWorld(now) : judgeSession(subject, now)));
      return changes;
    },
    mute(next, now) {
      mutes = [...next];
      unsaved.mutes = true;
      return [...book.setMutes(mutes, now), ...everyone(now)];
    },
    configure(settings, now) {
      rules = toRules(settings.rules);
      return [...book.setHush(settings, now), ...everyone(now)];
    },
    forget(sessionId) {
      states.forget(sessionId);
      watches.delete(sessionId);
      unsaved.watches.delete(sessionId);
      unsaved.subjects.delete(sessionId);
      deadlines.set(sessionId, undefined);
      book.forget(sessionId);
    },
    takeChanged() {
      const subjects = [...unsaved.subjects];
      const taken = {
        sessions: states.takeChanged(),
        watches: [...unsaved.watches].flatMap((sessionId) => watches.get(sessionId) ?? []),
        subjects,
        alerts: book.save(subjects),
        ...(unsaved.world ? { world: worldWatch } : {}),
        ...(unsaved.mutes ? { mutes: [...mutes] } : {}),
      };
      unsaved.watches.clear();
      unsaved.subjects.clear();
      unsaved.world = false;
      unsaved.mutes = false;
      return taken;
    },
    work: () => ({ judgements: states.judgements(), ruleRuns }),
  };
}

function agentOf({ sessionId }: SessionState): string {
  return sessionId.slice(0, sessionId.indexOf(':'));
}

function toRules(settings: AttentionOptions['rules'] = {}): Rule[] {
  return allRules.map((rule) => {
    const own = settings[rule.id];
    return own === undefined ? rule : ({ ...rule, ...own, settings: { ...rule.settings, ...own.settings } } as Rule);
  });
}
