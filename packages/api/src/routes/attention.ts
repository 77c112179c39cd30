import { BelfryError } from '@belfry/core';
import type { MuteBody, MuteView } from '../contract/attention.ts';
import { notFound } from '../http/not-found.ts';
import type { Mute } from '../ports/attention-port.ts';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';
import { snapshot } from './snapshot.ts';

const maxSnoozeMs = 30 * 24 * 3_600_000;

export function attentionRoutes(define: DefineRoute, services: ApiServices): void {
  const { attention, clock } = services;

  define('listStates', () => snapshot(services, async () => ({ items: attention.states() })));

  define('getSessionState', ({ params: { id }, query: { history: limit = 20 } }) =>
    snapshot(services, async () => {
      const state = attention.state(id);
      if (state === undefined) throw notFound(`Nothing was heard of session ${id} that tells what it does`, heardHint);
      const { items: alerts } = attention.alerts({ sessionId: id, limit: 500 });
      return { state, history: attention.history(id, limit), alerts };
    }),
  );

  define('listAlerts', ({ query: { session, ...query } }) =>
    snapshot(services, async () =>
      attention.alerts({ ...query, ...(session === undefined ? {} : { sessionId: session }) }),
    ),
  );

  define('acknowledgeAlert', ({ params: { id } }) => attention.acknowledge(id) ?? noAlert(id));

  define('snoozeAlert', ({ params: { id }, body }) => {
    const now = clock.now();
    const until = toMs(body.until);
    if (until <= now || until > now + maxSnoozeMs) {
      throw new BelfryError('BELFRY_BAD_REQUEST', '"until" must be ahead, by 30 days at most');
    }
    return attention.snooze(id, until) ?? noAlert(id);
  });

  const standing = () => attention.mutes().filter(({ until }) => until === undefined || until > clock.now());

  define('listMutes', () => ({ items: standing().map(toView) }));

  define('addMute', ({ body }) => {
    const mute = toMute(body);
    if ((mute.sessionId ?? mute.rule ?? mute.project) === undefined) {
      throw new BelfryError('BELFRY_BAD_REQUEST', 'Say what to mute: "sessionId", "rule" or "project"');
    }
    const others = standing().filter((other) => toId(other) !== toId(mute));
    attention.setMutes([...others, mute]);
    return toView(mute);
  });

  define('removeMute', ({ params: { id } }) => {
    const mutes = standing();
    const others = mutes.filter((mute) => toId(mute) !== id);
    if (others.length === mutes.length) throw notFound(`No mute ${id}`);
    attention.setMutes(others);
  });
}

const heardHint = 'belfry judges sessions it hears of while it runs, and those of the hours before it started.';

function noAlert(id: string): never {
  throw notFound(`No alert ${id}`);
}

function toMs(instant: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new BelfryError('BELFRY_BAD_REQUEST', '"until" must be an ISO 8601 instant');
  return ms;
}

function toMute({ until, ...what }: MuteBody): Mute {
  return { ...what, ...(until === undefined ? {} : { until: toMs(until) }) };
}

/** Made of what it mutes, so that muting twice is muting once. */
function toId({ sessionId = '', rule = '', project = '' }: Mute): string {
  return Buffer.from(JSON.stringify([sessionId, rule, project])).toString('base64url');
}

function toView({ until, ...what }: Mute): MuteView {
  return {
    id: toId(what),
    ...what,
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  };
}
