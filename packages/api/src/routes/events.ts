import { BelfryError, type BelfryEventType, type Topic, topics } from '@belfry/core';
import { createFrameEncoder, pumpSse } from '@belfry/events';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';

export function eventRoutes(define: DefineRoute, { hub, streams, limits }: ApiServices): void {
  const encode = createFrameEncoder();

  define('streamEvents', ({ query, caller, request, reply }) => {
    streams.assertRoom();
    const lastEventId = request.headers['last-event-id'];
    // A browser that reconnects repeats the address it was opened with; what it saw last is in the header.
    const since = typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : query.since;
    const types = query.topics === undefined ? undefined : toTypes(query.topics);
    const subscription = hub.subscribe({ types, sessionId: query.session, since });

    reply.hijack();
    const { raw } = reply;
    // The stream lasts as long as its connection, so chunk marks around every frame would only cost.
    raw.removeHeader('transfer-encoding');
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx would hold frames back until its buffer is full.
      'x-accel-buffering': 'no',
    });
    const pump = pumpSse(subscription, raw, { encode, ...limits });
    streams.add(pump, caller?.kind === 'browser' ? caller.signInId : undefined);
  });
}

/** @throws BELFRY_BAD_REQUEST for a topic that is none */
function toTypes(list: string): BelfryEventType[] {
  return list.split(',').flatMap((name): readonly BelfryEventType[] => {
    if (Object.hasOwn(topics, name)) return topics[name as Topic];
    throw new BelfryError('BELFRY_BAD_REQUEST', `Not a topic: ${name}`, {
      hint: `Topics are ${Object.keys(topics).join(', ')}.`,
    });
  });
}
