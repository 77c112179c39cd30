import type { Alert } from '@belfry/core';
import type { Api } from '../../api/api.ts';
import { toProblem } from '../../api/problem.ts';
import type { Watch } from '../../live/watch.svelte.ts';

const snoozeMinutes = 15;

/** What the reader does about the alerts of a session: shown as soon as the daemon has it. */
export class AlertActions {
  readonly #api: Api;
  readonly #watch: Watch;
  readonly #say: (text: string) => void;

  constructor(api: Api, watch: Watch, say: (text: string) => void) {
    this.#api = api;
    this.#watch = watch;
    this.#say = say;
  }

  acknowledge(sessionId: string): Promise<void> {
    const open = this.#watch.alertsOf(sessionId).filter(({ acknowledgedAt }) => acknowledgedAt === undefined);
    return this.#do(open, 'Seen: it rings no more', ({ id }) => this.#api.call('acknowledgeAlert', { params: { id } }));
  }

  snooze(sessionId: string): Promise<void> {
    const until = new Date(Date.now() + snoozeMinutes * 60_000).toISOString();
    return this.#do(
      this.#watch.alertsOf(sessionId),
      `Rings again in ${snoozeMinutes} minutes if it still stands`,
      ({ id }) => this.#api.call('snoozeAlert', { params: { id }, body: { until } }),
    );
  }

  async #do(alerts: readonly Alert[], done: string, act: (alert: Alert) => Promise<Alert>): Promise<void> {
    try {
      for (const alert of alerts) this.#watch.setAlert(await act(alert));
      this.#say(alerts.length === 0 ? 'No alert stands on it' : done);
    } catch (thrown) {
      this.#say(toProblem(thrown).message);
    }
  }
}
