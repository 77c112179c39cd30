import { anAlert, aSessionState } from '@belfry/core/testing';
import type { AttentionPort, Mute } from '../ports/attention-port.ts';

export interface SomeAttention extends AttentionPort {
  /** What was done to alerts, in order. */
  done: unknown[];
}

/** One session with one alert, for tests of what the routes do with questions and answers. */
export function someAttention(): SomeAttention {
  const state = aSessionState();
  const alert = anAlert();
  const done: unknown[] = [];
  let mutes: readonly Mute[] = [];
  const find = (id: string) => (id === alert.id ? alert : undefined);
  return {
    done,
    states: () => [state],
    state: (id) => (id === 'nobody' ? undefined : state),
    history: (_, limit) =>
      [{ state: state.state, certainty: state.certainty, since: state.since, toldAt: state.since }].slice(0, limit),
    alerts(query) {
      done.push(query);
      return { items: [alert], total: 1 };
    },
    acknowledge(id) {
      done.push({ acknowledge: id });
      return find(id);
    },
    snooze(id, until) {
      done.push({ snooze: id, until });
      return find(id);
    },
    mutes: () => [...mutes],
    setMutes(next) {
      mutes = next;
    },
  };
}
