import { noSession, notFound } from '../http/not-found.ts';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';
import { snapshot } from './snapshot.ts';

export function toolCallRoutes(define: DefineRoute, services: ApiServices): void {
  const { read } = services;

  define('listToolCalls', ({ params: { id }, query }) =>
    snapshot(services, async () => (await read.toolCalls(id, query)) ?? noSession(id)),
  );

  define('getToolCall', ({ params: { id, callId } }) =>
    snapshot(services, async () => {
      const call = await read.toolCall(id, callId);
      if (!call) throw notFound(`No tool call ${callId} in session ${id}`);
      return call;
    }),
  );
}
