import type { OpenSession } from '@belfry/control';
import type { Clock, SessionView } from '@belfry/core';
import type { Hub } from '@belfry/events';

/** Sessions nothing was heard of for so long are not looked for. */
const liveMs = 15 * 60_000;

export interface LiveSessions {
  current(): OpenSession[];
  add(session: SessionView): void;
  close(): void;
}

/** Sessions of this machine with records of the last minutes, as the hub tells of them. */
export function createLiveSessions(options: {
  hub: Pick<Hub, 'subscribe'>;
  machine: string;
  clock: Clock;
  /** One of them is live. */
  onLive(): void;
}): LiveSessions {
  const { hub, machine, clock, onLive } = options;
  const live = new Map<string, { view: SessionView; cwds: Set<string> }>();
  const changes = hub.subscribe({ types: ['session.added', 'session.updated'], capacity: 256 });

  const isLive = ({ lastAt }: SessionView) => lastAt !== undefined && clock.now() - Date.parse(lastAt) < liveMs;
  const add = (view: SessionView) => {
    // A subagent has no process of its own.
    if (view.machine !== machine || view.parentId !== undefined || !isLive(view)) return;
    const cwds = live.get(view.id)?.cwds ?? new Set<string>();
    if (view.cwd !== undefined) cwds.add(view.cwd);
    live.set(view.id, { view, cwds });
    onLive();
  };
  changes.onReady(() => {
    for (const delivery of changes.take()) {
      if (delivery.kind === 'event' && 'session' in delivery.event) add(delivery.event.session);
    }
  });

  return {
    add,
    current() {
      for (const [id, { view }] of live) if (!isLive(view)) live.delete(id);
      return [...live.values()].map(({ view, cwds }) => toOpenSession(view, [...cwds]));
    },
    close: () => changes.close(),
  };
}

function toOpenSession({ id, agent, startedAt, lastAt }: SessionView, cwds: string[]): OpenSession {
  const lastAtMs = Date.parse(lastAt ?? '');
  return {
    agent,
    session: id.slice(agent.length + 1),
    cwds,
    files: [],
    firstAtMs: startedAt === undefined ? lastAtMs : Date.parse(startedAt),
    lastAtMs,
  };
}
