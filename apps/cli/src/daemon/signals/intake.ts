import { type Clock, type Issue, type LogFields, type Logger, type SideFact, toBelfryError } from '@belfry/core';
import type { AgentDefinition, SignalIssue, SignalReading } from '@belfry/ingest';
import type { Heard } from './note-heard.ts';
import { createQuotaChanges } from './quota-changes.ts';
import type { Spooled } from './spooled.ts';

/** The one way in for what agents say beside their transcripts. */
export interface SignalIntake {
  /** `false` when no such agent has hooks. */
  hook(heard: Spooled): boolean;
  statusLine(heard: Spooled): void;
  /** Seen and not said: processes and terminals. */
  seen(fact: SideFact): void;
  /** What is to be kept is in the archive. */
  stop(): Promise<void>;
}

/** What is to be kept is gathered for so long: a hook nobody knows may be called with every tool. */
const gatherMs = 1_000;
const retryMs = 10_000;
/** Kept in memory while the archive cannot be written. */
const maxWaiting = 1_000;

export function createSignalIntake(options: {
  agents: readonly AgentDefinition[];
  /** Gets every fact, in the order it was heard. */
  onSideFact(fact: SideFact): void;
  /** Into the archive. */
  keep(heard: Heard): Promise<void>;
  clock: Clock;
  logger: Logger;
}): SignalIntake {
  const { agents, onSideFact, keep, clock, logger } = options;
  const quotaChanges = createQuotaChanges();
  let waiting: Heard[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const hooksOf = (id: string) => agents.find((agent) => agent.id === id)?.hooks;
  const hand = (fact: SideFact) => {
    logger.debug('heard', toLogFields(fact));
    onSideFact(fact);
  };
  const take = ({ fact, issue }: SignalReading<SideFact>, agent: string) => {
    const quota = fact?.type === 'status-line' ? quotaChanges(`${agent}:${fact.session}`, fact.quota ?? []) : [];
    if (fact !== undefined) hand(fact);
    if (issue === undefined && quota.length === 0) return;
    if (waiting.length < maxWaiting)
      waiting.push({ agent, issues: issue === undefined ? [] : [toIssue(issue)], quota });
    plan(gatherMs);
  };
  const plan = (afterMs: number) => {
    if (timer !== undefined || isStopped) return;
    timer = setTimeout(() => void flush(), afterMs);
    timer.unref();
  };
  const flush = async () => {
    timer = undefined;
    const batch = waiting;
    waiting = [];
    try {
      for (const heard of joinByAgent(batch)) await keep(heard);
    } catch (thrown) {
      logger.warn('what was heard cannot be kept yet', { error: toBelfryError(thrown).message });
      waiting = [...batch, ...waiting].slice(0, maxWaiting);
      plan(retryMs);
    }
  };
  const orIssue = <F>(spooled: Spooled, read: (payload: unknown, atMs: number) => SignalReading<F>) =>
    spooled.payload === undefined ? noJson : read(spooled.payload, Math.min(spooled.atMs, clock.now()));

  return {
    hook(spooled) {
      const hooks = hooksOf(spooled.agent);
      if (hooks === undefined) return false;
      take(orIssue(spooled, hooks.read), spooled.agent);
      return true;
    },
    statusLine(spooled) {
      const read = hooksOf(spooled.agent)?.readStatusLine;
      if (read !== undefined) take(orIssue(spooled, read), spooled.agent);
    },
    seen: hand,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      if (waiting.length > 0) await flush();
    },
  };
}

const noJson: SignalReading<never> = {
  issue: { code: 'malformed-line', detail: 'hook payload is no JSON', excerpt: '' },
};

function toIssue(issue: SignalIssue): Issue {
  return { ...issue, offset: 0, length: 0 };
}

function joinByAgent(batch: readonly Heard[]): Heard[] {
  return [...Map.groupBy(batch, ({ agent }) => agent)].map(([agent, heard]) => ({
    agent,
    issues: heard.flatMap(({ issues }) => issues),
    quota: heard.flatMap(({ quota }) => quota),
  }));
}

/** What of it may be told in a log: no words. */
function toLogFields(fact: SideFact): LogFields {
  const { type, agent, session } = fact;
  if (type === 'hook') return { type, agent, session, event: fact.event, kind: fact.kind };
  if (type === 'process') return { type, agent, session, pid: fact.pid, what: fact.what };
  return type === 'pane' ? { type, agent, session, pane: fact.pane, shows: fact.shows } : { type, agent, session };
}
