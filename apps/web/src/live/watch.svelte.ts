import type { Alert, BelfryEvent, SessionState } from '@belfry/core';
import { SvelteMap } from 'svelte/reactivity';
import type { Lineage } from './lineage.svelte.ts';

/** What sessions do now, and the alerts that stand. */
export class Watch {
  readonly states = new SvelteMap<string, SessionState>();
  readonly alerts = new SvelteMap<string, Alert>();
  /** Sessions that wait for the reader, longest wait first; what a subagent waits for is asked by its session. */
  readonly waiting = $derived.by(() =>
    [...this.states.values()]
      .filter((state) => needsYou(state) && this.#lineage.mainOf(state.sessionId) === state.sessionId)
      .sort((a, b) => a.since.localeCompare(b.since) || a.sessionId.localeCompare(b.sessionId)),
  );
  /** Whether an alert calls the reader that was not answered, put off or muted. */
  readonly isRinging = $derived.by(() =>
    [...this.alerts.values()].some(({ rings, severity }) => rings && severity !== 'info'),
  );
  readonly #lineage: Lineage;

  constructor(lineage: Lineage) {
    this.#lineage = lineage;
  }

  alertsOf(sessionId: string): Alert[] {
    return [...this.alerts.values()].filter((alert) => alert.sessionId === sessionId);
  }

  /** Everything anew, as the daemon says it. */
  begin(states: readonly SessionState[], alerts: readonly Alert[]): void {
    replace(this.states, new Map(states.map((state) => [state.sessionId, state])));
    replace(this.alerts, new Map(alerts.map((alert) => [alert.id, alert])));
  }

  noteState(event: BelfryEvent): void {
    if (event.type === 'state.changed') this.states.set(event.sessionId, event.state);
    if (event.type === 'session.removed') this.states.delete(event.sessionId);
  }

  noteAlert(event: BelfryEvent): void {
    switch (event.type) {
      case 'alert.raised':
      case 'alert.updated':
        this.setAlert(event.alert);
        break;
      case 'alert.cleared':
        this.alerts.delete(event.alert.id);
        break;
      case 'session.removed':
        for (const { id } of this.alertsOf(event.sessionId)) this.alerts.delete(id);
        break;
      default:
    }
  }

  setAlert(alert: Alert): void {
    if (alert.clearedAt === undefined) this.alerts.set(alert.id, alert);
    else this.alerts.delete(alert.id);
  }
}

/** It stands until its user says something. */
export function needsYou({ state }: Pick<SessionState, 'state'>): boolean {
  return state === 'needs-permission' || state === 'needs-answer';
}

function replace<Value>(held: SvelteMap<string, Value>, next: ReadonlyMap<string, Value>): void {
  for (const [key, value] of next) held.set(key, value);
  for (const key of held.keys()) if (!next.has(key)) held.delete(key);
}
