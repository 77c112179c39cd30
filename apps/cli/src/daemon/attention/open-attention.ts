import type { AttentionPort } from '@belfry/api';
import { type AttentionChange, createAttention } from '@belfry/attention';
import {
  type BelfryEvent,
  type Change,
  type Clock,
  type Logger,
  type SessionView,
  type SideFact,
  toBelfryError,
  toSessionId,
} from '@belfry/core';
import type { AttentionStore, JudgedSource, JudgedStep } from '@belfry/store';
import type { AlertSettings } from '../../config/alert-settings.ts';
import { toAttentionEvent } from './attention-events.ts';
import { checkRule, checkRules } from './check-rules.ts';
import { createJudgedSteps, joinSteps } from './judged-steps.ts';
import { type LivelyFacts, livelyMs } from './lively-facts.ts';

/** Attention as the daemon runs it: fed in order, kept in `state.db`, told only when it is kept. */
export interface RunningAttention {
  port: AttentionPort;
  /** Committed changes, and what the batch behind them told. */
  committed(changes: readonly Change[], told?: LivelyFacts): void;
  heard(fact: SideFact): void;
  /** How far sources at work were judged. */
  judged(): JudgedSource[];
  /** @throws BELFRY_CONFIG_INVALID for rules nobody knows */
  configure(settings: AlertSettings): void;
  /** Silence counts from now on. */
  start(): void;
  stop(): void;
}

/** Who was heard of so long ago is not remembered at a start. */
const rememberMs = 48 * 3_600_000;
/** What brought nothing about is kept so soon after; until then the archive has it, and it would be judged again. */
const keepMs = 1_000;
const retryMs = 5_000;
/** Who rests for long is let go of so often; the database has it. */
const letGoMs = 6 * 3_600_000;
const maxTimerMs = 2 ** 31 - 1;

export function openAttention(options: {
  store: AttentionStore;
  publish(event: BelfryEvent): void;
  /** What the archive knows of a session. */
  lookUp(sessionId: string): Promise<SessionView | undefined>;
  settings: AlertSettings;
  clock: Clock;
  logger: Logger;
}): RunningAttention {
  const { store, publish, lookUp, clock, logger } = options;
  const openedAt = clock.now();
  const steps = createJudgedSteps(store, openedAt - rememberMs);
  checkRules(options.settings.rules);
  const attention = createAttention({ now: openedAt, saved: steps.saved, ...options.settings, minuteOfDay });
  const known = new Set(steps.saved.sessions.map(({ knowledge }) => knowledge.sessionId));
  const judged = new Map(store.judged(openedAt - livelyMs).map((point) => [toKey(point), point]));
  let mutes = steps.saved.mutes;
  let unkept: JudgedStep | undefined;
  let untold: AttentionChange[] = [];
  let isRunning = false;
  let letGoAt = openedAt + letGoMs;
  let alarm: NodeJS.Timeout | undefined;
  let keeping: NodeJS.Timeout | undefined;

  const add = (step: JudgedStep) => {
    unkept = unkept === undefined ? step : joinSteps(unkept, step);
  };

  /** What came of something that was told: kept at once when it is news, else soon. */
  function settle(
    changes: readonly AttentionChange[],
    now: number,
    isUrgent: boolean,
    more?: Partial<JudgedStep>,
  ): void {
    add({ ...steps.step(attention.takeChanged(), changes, now), ...more });
    untold.push(...changes);
    if (changes.length > 0 || isUrgent) keep();
    else plan(keepMs);
    if (now >= letGoAt) letGo(now);
    arm();
  }

  function forget(sessionId: string): void {
    attention.forget(sessionId);
    steps.forget(sessionId);
    known.delete(sessionId);
  }

  function letGo(now: number): void {
    letGoAt = now + letGoMs;
    const standing = new Set(attention.alerts().map(({ sessionId }) => sessionId));
    for (const sessionId of steps.unheardSince(now - rememberMs)) if (!standing.has(sessionId)) forget(sessionId);
  }

  function keep(): void {
    clearTimeout(keeping);
    keeping = undefined;
    if (unkept === undefined) return;
    try {
      store.commit(unkept);
    } catch (thrown) {
      logger.warn('what was judged cannot be kept yet', { error: toBelfryError(thrown).message });
      plan(retryMs);
      return;
    }
    unkept = undefined;
    const told = untold;
    untold = [];
    for (const change of told) publish(toAttentionEvent(change));
  }

  function plan(afterMs: number): void {
    if (keeping !== undefined) return;
    keeping = setTimeout(keep, afterMs);
    keeping.unref();
  }

  function arm(): void {
    clearTimeout(alarm);
    alarm = undefined;
    const due = isRunning ? attention.nextDue() : undefined;
    if (due === undefined) return;
    alarm = setTimeout(
      () => {
        const now = clock.now();
        settle(attention.advance(now), now, false);
      },
      Math.min(maxTimerMs, Math.max(0, due - clock.now())),
    );
    alarm.unref();
  }

  /** Its project and its context, which no fact tells. */
  function introduce(sessionId: string): void {
    lookUp(sessionId).then(
      (view) => {
        if (view === undefined || !known.has(sessionId)) return;
        const now = clock.now();
        settle(attention.tellSession(view, now), now, false);
      },
      (thrown) => logger.warn('a session cannot be looked up', { error: toBelfryError(thrown).message }),
    );
  }

  function tellChange(change: Change, now: number): AttentionChange[] {
    switch (change.type) {
      case 'session':
        return known.has(change.session.id) ? attention.tellSession(change.session, now) : [];
      case 'quota':
        return attention.tellQuota(change.sample, now);
      default:
        return [];
    }
  }

  function toJudged({ root, path, generation, from, to }: LivelyFacts): JudgedSource[] {
    const point = { root, path, generation, offset: to };
    const before = judged.get(toKey(point));
    // Read again while it was read on: what is further on counts.
    if (before?.generation === generation && before.offset > to && from > 0) return [];
    judged.set(toKey(point), point);
    return [point];
  }

  function note(sessionId: string): boolean {
    if (known.has(sessionId)) return false;
    known.add(sessionId);
    return true;
  }

  const present = (alertId: string) => store.alert(alertId);

  return {
    committed(changes, told) {
      const now = clock.now();
      const outcome: AttentionChange[] = [];
      const newcomers = new Set<string>();
      if (told !== undefined) {
        for (const { session } of told.facts) {
          const sessionId = toSessionId(told.agent, session);
          if (note(sessionId)) newcomers.add(sessionId);
        }
        outcome.push(...attention.tellFacts(told.agent, told.facts, now));
      }
      for (const change of changes) {
        outcome.push(...tellChange(change, now));
        if (change.type === 'session') newcomers.delete(change.session.id);
      }
      const removed = changes.flatMap((change) => (change.type === 'session-removed' ? change.sessionId : []));
      for (const sessionId of removed) forget(sessionId);
      settle(outcome, now, removed.length > 0, { judged: told === undefined ? [] : toJudged(told), removed });
      for (const sessionId of newcomers) introduce(sessionId);
    },
    heard(fact) {
      const now = clock.now();
      const sessionId = toSessionId(fact.agent, fact.session);
      const isNew = note(sessionId);
      // A hook has no source to be read from again.
      settle(attention.tell(fact, now), now, fact.type === 'hook');
      if (isNew) introduce(sessionId);
    },
    judged: () => [...judged.values()],
    configure(settings) {
      checkRules(settings.rules);
      const now = clock.now();
      settle(attention.configure({ ...settings, minuteOfDay }, now), now, true);
    },
    start() {
      isRunning = true;
      arm();
    },
    stop() {
      isRunning = false;
      clearTimeout(alarm);
      keep();
      clearTimeout(keeping);
    },
    port: {
      states: () => attention.states(),
      state: (sessionId) => attention.state(sessionId, clock.now()) ?? atRest(store, sessionId),
      history: (sessionId, limit) =>
        store.history(sessionId, limit).map(({ state, certainty, sign, sinceMs, toldAtMs }) => ({
          state,
          certainty,
          ...(sign === undefined ? {} : { sign }),
          since: new Date(sinceMs).toISOString(),
          toldAt: new Date(toldAtMs).toISOString(),
        })),
      alerts: (query) => store.alerts(query),
      acknowledge(alertId) {
        const now = clock.now();
        settle(attention.acknowledge(alertId, now), now, true);
        return present(alertId);
      },
      snooze(alertId, until) {
        const now = clock.now();
        settle(attention.snooze(alertId, until, now), now, true);
        return present(alertId);
      },
      mutes: () => [...mutes],
      setMutes(next) {
        // One of an older belfry may name a rule that is no more; it can still be taken away.
        const had = new Set(mutes.map(({ rule }) => rule));
        for (const { rule } of next) if (rule !== undefined && !had.has(rule)) checkRule(rule);
        mutes = [...next];
        const now = clock.now();
        settle(attention.mute(mutes, now), now, true);
      },
    },
  };
}

/** By the clock of this machine. */
function minuteOfDay(atMs: number): number {
  const date = new Date(atMs);
  return date.getHours() * 60 + date.getMinutes();
}

const toKey = ({ root, path }: { root: string; path: string }) => `${root}\n${path}`;

/** Of a session that is not remembered: only what it stays is still true. */
function atRest(store: AttentionStore, sessionId: string) {
  const state = store.state(sessionId);
  return state !== undefined && ['idle', 'failed', 'ended'].includes(state.state) ? state : undefined;
}
